-- What messages are beside text and attachments, and how users reacted to them. What is a text here
-- is appended and shortened like all texts; reactions are removed.

-- 0: a plain message. 1: message_detail has a row for it. 2: so it has, and it is of the system,
-- which nobody has unread. In front of nothing, since 0 and 1 take no byte behind a long content.
ALTER TABLE message ADD COLUMN detail INTEGER NOT NULL DEFAULT 0;

-- row: that of the message. reply_to: the id of another message, reply_seq: its position. mentions:
-- users, parted by char(31), empty where all are mentioned. metadata: as it was sent; NULL once the
-- message was edited. All but type are NULL once it is deleted.
CREATE TABLE message_detail (
  row INTEGER PRIMARY KEY,
  type TEXT,
  reply_to TEXT,
  reply_seq INTEGER,
  mentions TEXT,
  metadata TEXT
);
ALTER TABLE edition ADD COLUMN metadata TEXT;

-- In changed_message, where only reactions changed: changed_at is -1, and neither edition nor
-- deleted_of is there. deleted_of is NULL where the message is of the system, too.

-- Who reacted how, by the change rev.
CREATE TABLE reaction (
  conversation INTEGER NOT NULL,
  user TEXT NOT NULL,
  seq INTEGER NOT NULL,
  reaction TEXT NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (conversation, user, seq, reaction)
) WITHOUT ROWID;
CREATE INDEX reaction_by_rev ON reaction (conversation, seq, reaction, rev);

-- How many did, so that nobody counts them. since: the change by which the reaction was there.
CREATE TABLE reaction_count (
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  reaction TEXT NOT NULL,
  since INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq, reaction)
) WITHOUT ROWID;

PRAGMA user_version = 5;
