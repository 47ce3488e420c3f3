-- Append first: a message costs one row, one entry in the key and, where its sender named it, one
-- in the index of names. All that it changes beside that is the row of its conversation, none of
-- whose indexed columns a message touches. Times are milliseconds since 1970 everywhere.

-- What the store knows of itself. system and timeline: of the server that has it; where they are
-- other ones, what was acknowledged may be lost, and another epoch begins. removal_cut: up to which
-- place removals are not kept. trial: written to find out whether the store can be written.
CREATE TABLE store (
  one boolean PRIMARY KEY CHECK (one),
  epoch text NOT NULL,
  era integer NOT NULL,
  id_key bytea NOT NULL,
  system text NOT NULL,
  timeline text NOT NULL,
  removal_cut bigint NOT NULL DEFAULT 0,
  trial bytea
);

-- The newest batch of each writer, written in its own transaction: after a broken answer the writer
-- finds here whether it happened.
CREATE TABLE writer (
  name text PRIMARY KEY,
  batch bigint NOT NULL,
  at bigint NOT NULL
) WITH (fillfactor = 50);

-- Writers take numbers by the sixty-four.
CREATE SEQUENCE conversation_number INCREMENT BY 64;

-- kind: 0 direct, 1 group, 2 open. last_at: when the newest message was said; where head is 0, when
-- it was created or last joined, 0 where it never was. changes: how many changes were stored beside
-- messages. has_record: whether conversation_record has a row of it. blocked: of a direct one, while
-- one of the two blocks the other. place: in change_log, of the last change that users see in lists.
CREATE TABLE conversation (
  number bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  kind smallint NOT NULL,
  access_version bigint NOT NULL,
  head bigint NOT NULL,
  changes bigint NOT NULL,
  group_changes bigint NOT NULL,
  last_at bigint NOT NULL,
  created_at bigint NOT NULL,
  creator text,
  bans integer NOT NULL,
  data_rev bigint NOT NULL,
  participants_rev bigint NOT NULL,
  has_record boolean NOT NULL,
  blocked boolean NOT NULL,
  place bigint NOT NULL
) WITH (fillfactor = 50);

-- Data and roles, as GroupRecord writes them. Apart, since each message writes the row anew.
CREATE TABLE conversation_record (
  conversation bigint PRIMARY KEY,
  record bytea NOT NULL
);

-- Open ones without messages, which may be forgotten. Apart, since an index by these columns would
-- get an entry with each message.
CREATE TABLE unused_conversation (
  conversation bigint PRIMARY KEY,
  last_at bigint NOT NULL
);
CREATE INDEX unused_conversation_oldest ON unused_conversation (last_at);

-- place: of the last change of that they take part, or of their preferences.
CREATE TABLE participant (
  conversation bigint NOT NULL,
  member text COLLATE "C" NOT NULL,
  joined_at bigint NOT NULL,
  place bigint NOT NULL,
  PRIMARY KEY (conversation, member)
);
CREATE INDEX participant_by_member ON participant (member, conversation);

-- Apart from the participants: who leaves and comes back has still read what they had read. What
-- was read has reached them, too, and is not written in delivered_up_to. place: of the last change
-- of read_up_to.
CREATE TABLE read_mark (
  conversation bigint NOT NULL,
  member text COLLATE "C" NOT NULL,
  read_up_to bigint NOT NULL,
  delivered_up_to bigint NOT NULL,
  place bigint NOT NULL,
  PRIMARY KEY (conversation, member)
);
CREATE INDEX read_mark_furthest ON read_mark (conversation, read_up_to DESC, member);

-- Of users who asked for something. muted_until: where that does not end, the largest number; 0
-- where it is not muted. hidden_at: the head when it was hidden, -1 where it was not.
CREATE TABLE preference (
  conversation bigint NOT NULL,
  member text COLLATE "C" NOT NULL,
  muted_until bigint NOT NULL,
  hidden_at bigint NOT NULL,
  PRIMARY KEY (conversation, member)
);

CREATE TABLE block (
  member text COLLATE "C" NOT NULL,
  blocked text COLLATE "C" NOT NULL,
  PRIMARY KEY (member, blocked)
);
CREATE INDEX block_by_blocked ON block (blocked, member);

-- ends: of one that does not end, the largest number.
CREATE TABLE ban (
  conversation bigint NOT NULL,
  member text COLLATE "C" NOT NULL,
  ends bigint NOT NULL,
  PRIMARY KEY (conversation, member)
);

-- Who is in a room on which node.
CREATE TABLE seat (
  conversation bigint NOT NULL,
  member text COLLATE "C" NOT NULL,
  node text COLLATE "C" NOT NULL,
  PRIMARY KEY (conversation, member, node)
);

-- Who takes part no more, until they do again. By the id, since the conversation may be gone.
CREATE TABLE removal (
  member text COLLATE "C" NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  place bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (member, conversation)
);
CREATE INDEX removal_oldest ON removal (at);

-- rev: of the last change of it. state: 0 as it was sent, 1 edited, 2 deleted by its sender, 3
-- deleted by somebody else; changed_at: when. changed: whether anything of it changed, its reactions
-- included. digest: of what its sender may send again, where it changed. content: as Contents writes
-- it.
CREATE TABLE message (
  conversation bigint NOT NULL,
  seq bigint NOT NULL,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  changed_at bigint,
  era integer NOT NULL,
  state smallint NOT NULL,
  changed boolean NOT NULL,
  system boolean NOT NULL,
  sender text COLLATE "C" NOT NULL,
  client_id text COLLATE "C",
  digest bytea,
  content bytea NOT NULL,
  PRIMARY KEY (conversation, seq)
);
CREATE UNIQUE INDEX message_by_client_id ON message (conversation, sender, client_id)
  WHERE client_id IS NOT NULL;
CREATE INDEX message_changed ON message (conversation, rev) WHERE changed;
CREATE INDEX message_deleted ON message (conversation, seq) WHERE state >= 2;

-- Whom messages mention, but for those that are deleted or of the system. member: empty where all
-- are.
CREATE TABLE mention (
  conversation bigint NOT NULL,
  member text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  sender text COLLATE "C" NOT NULL,
  PRIMARY KEY (conversation, member, seq)
);

-- Who reacted how, by the change rev.
CREATE TABLE reaction (
  conversation bigint NOT NULL,
  seq bigint NOT NULL,
  reaction text COLLATE "C" NOT NULL,
  member text COLLATE "C" NOT NULL,
  rev bigint NOT NULL,
  PRIMARY KEY (conversation, member, seq, reaction)
);
CREATE INDEX reaction_by_rev ON reaction (conversation, seq, reaction, rev);

-- How many did, so that nobody counts them. since: the change by which the reaction was there.
CREATE TABLE reaction_count (
  conversation bigint NOT NULL,
  seq bigint NOT NULL,
  reaction text COLLATE "C" NOT NULL,
  since bigint NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (conversation, seq, reaction)
);

-- What each batch did to each conversation, by places without holes in the order of commits: places
-- are given by the batch that holds the one lock of the order, until it is committed. conversation:
-- empty where it is of a user. The positions before and after, where messages or changes were
-- stored; equal otherwise. access: whether kind, participants or roles changed; joined: who came,
-- and at which position. events: as EventLines writes them; traces: of the commands that led to them,
-- as EventTraces writes them, where there are any.
CREATE TABLE change_log (
  place bigint PRIMARY KEY,
  at bigint NOT NULL,
  after_seq bigint NOT NULL,
  after_rev bigint NOT NULL,
  end_seq bigint NOT NULL,
  end_rev bigint NOT NULL,
  access_seq bigint NOT NULL,
  access_rev bigint NOT NULL,
  access boolean NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  joined text,
  events bytea NOT NULL,
  traces text
);

-- How far readers of the log have come, and which node is the reader until when.
CREATE TABLE reader_position (
  reader text PRIMARY KEY,
  position text NOT NULL,
  node text NOT NULL,
  leased_until timestamptz NOT NULL
);
