-- Append first: a message costs one row at the end of its table and no index entry of its own.

-- What the store knows of itself: epoch, id_key, state.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

-- The newest commit of each write lane, written in its own transaction: after a broken answer the
-- lane finds here whether it happened. It also holds the numbers given out last, which therefore
-- never come again, not even after the newest rows were deleted.
CREATE TABLE last_commit (
  lane INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  last_row INTEGER NOT NULL,
  last_conversation INTEGER NOT NULL
);
INSERT INTO last_commit VALUES (0, 0, 0, 0);

-- kind: 0 direct, 1 group, 2 open. Times are milliseconds since 1970 everywhere. last_at: when the
-- newest message was said; where head is 0, when it was last joined, 0 where it never was.
CREATE TABLE conversation (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  access_version INTEGER NOT NULL,
  head INTEGER NOT NULL,
  last_row INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);
-- Only those that may be forgotten. One that begins with a message has no entry at any time, since
-- it is inserted without a join.
CREATE INDEX conversation_silent ON conversation (last_at)
  WHERE head = 0 AND last_at > 0;

CREATE TABLE participant (
  conversation INTEGER NOT NULL,
  user TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (conversation, user)
) WITHOUT ROWID;
CREATE INDEX participant_by_user ON participant (user, conversation);

-- Apart from the participants: who leaves and comes back has still read what he had read.
CREATE TABLE read_mark (
  conversation INTEGER NOT NULL,
  user TEXT NOT NULL,
  read_up_to INTEGER NOT NULL,
  PRIMARY KEY (conversation, user)
) WITHOUT ROWID;
-- Who has read furthest is told at every join.
CREATE INDEX read_mark_furthest ON read_mark (conversation, read_up_to DESC, user)
  WHERE read_up_to > 0;

-- prev is the row of the message before in the same conversation, 0 where there is none. The long
-- column comes late: what stands before it is read without its overflow pages.
CREATE TABLE message (
  row INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  prev INTEGER NOT NULL,
  sender TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  client_id TEXT,
  foreign_id TEXT,
  attachments INTEGER NOT NULL,
  content TEXT NOT NULL
);
CREATE UNIQUE INDEX message_by_client_id ON message (conversation, sender, client_id)
  WHERE client_id IS NOT NULL;
CREATE INDEX message_by_foreign_id ON message (foreign_id)
  WHERE foreign_id IS NOT NULL;

CREATE TABLE attachment (
  message INTEGER NOT NULL,
  position INTEGER NOT NULL,
  id TEXT,
  file_url TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_type TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  metadata TEXT,
  PRIMARY KEY (message, position)
) WITHOUT ROWID;

-- Block k of a conversation: the rows of its messages 64k+1 to 64k+64, eight bytes each, big
-- endian. Written by the message that completes it; what comes after the last block is found by
-- the links.
CREATE TABLE message_block (
  conversation INTEGER NOT NULL,
  block INTEGER NOT NULL,
  message_rows BLOB NOT NULL,
  PRIMARY KEY (conversation, block)
) WITHOUT ROWID;

PRAGMA user_version = 1;
