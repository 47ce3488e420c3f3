-- Messages that were edited or deleted: what they were before is overwritten.

-- How many changes were stored beside messages: the newest has the number head + changes.
ALTER TABLE conversation ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- changes: those of the conversation before the message, which was therefore the change
-- seq + changes. changed_rev and changed_at: its own last change, NULL where there was none. Where
-- it is deleted, attachments is -1, or -2 where somebody else than its sender did that.
ALTER TABLE message ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN changed_rev INTEGER;
ALTER TABLE message ADD COLUMN changed_at INTEGER;

-- Each message that was changed, once, with the number of its last change. message: its row.
-- deleted_of: its sender, where it is deleted. digest: of what its sender may send again; NULL
-- where it has no client_id.
CREATE TABLE changed_message (
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  message INTEGER NOT NULL,
  deleted_of TEXT,
  digest BLOB,
  PRIMARY KEY (conversation, seq)
) WITHOUT ROWID;
CREATE INDEX changed_message_by_rev ON changed_message (conversation, rev);
CREATE INDEX changed_message_deleted ON changed_message (conversation, seq, deleted_of)
  WHERE deleted_of IS NOT NULL;

-- Of a change of a message: its position, and head and changes of the conversation after it.
ALTER TABLE change_log ADD COLUMN seq INTEGER;
ALTER TABLE change_log ADD COLUMN head INTEGER;
ALTER TABLE change_log ADD COLUMN changes INTEGER;

PRAGMA user_version = 4;
