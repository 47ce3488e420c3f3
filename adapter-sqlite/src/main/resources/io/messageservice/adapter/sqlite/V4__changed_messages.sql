-- Messages that were edited or deleted. What they were before is overwritten by nothing, in its
-- place: rows with texts are only appended and shortened, never removed or made longer, since
-- SQLite leaves copies in the pages between which it moves rows.

-- How many changes were stored beside messages: the newest has the number head + changes.
ALTER TABLE conversation ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- changes: those of the conversation before the message, which was therefore the change
-- seq + changes. A message with neither content nor attachments is in changed_message.
ALTER TABLE message ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- Each message that was changed, once, as its last change (rev, changed_at) left it. message: its
-- row. edition: what it says now; NULL where it is deleted. deleted_of: its sender, where it is
-- deleted; by_sender: whether they did it. digest: of what its sender may send again; NULL where
-- it has no client_id.
CREATE TABLE changed_message (
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  message INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  edition INTEGER,
  deleted_of TEXT,
  by_sender INTEGER NOT NULL,
  digest BLOB,
  PRIMARY KEY (conversation, seq)
) WITHOUT ROWID;
CREATE INDEX changed_message_by_rev ON changed_message (conversation, rev);
CREATE INDEX changed_message_deleted ON changed_message (conversation, seq, deleted_of)
  WHERE deleted_of IS NOT NULL;

-- What an edited message says. row: that of the change in change_log.
CREATE TABLE edition (
  row INTEGER PRIMARY KEY,
  content TEXT NOT NULL
);

-- row: that of the message or the edition, times 1024, and the position of the attachment.
ALTER TABLE attachment RENAME TO attachment_before;
CREATE TABLE attachment (
  row INTEGER PRIMARY KEY,
  id TEXT,
  file_url TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_type TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  metadata TEXT
);
INSERT INTO attachment
  SELECT message * 1024 + position, id, file_url, file_name, file_type, file_size, metadata
  FROM attachment_before ORDER BY message, position;
DROP TABLE attachment_before;

-- Of a change of a message: its position, and head and changes of the conversation after it.
ALTER TABLE change_log ADD COLUMN seq INTEGER;
ALTER TABLE change_log ADD COLUMN head INTEGER;
ALTER TABLE change_log ADD COLUMN changes INTEGER;

PRAGMA user_version = 4;
