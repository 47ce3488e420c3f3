-- What the log of changes says to the back end: when something happened, and what it was.

-- what: 1 the conversation was created; 2 its data or roles changed; 3 the message was edited; 4 it was
-- deleted; 5 reader reacted to it; 6 reader took that back; 7 read_up_to is of a delivered mark; in no
-- conversation, whose id is empty: 9 reader is reminded; 10 reader, of that name, came online; 11 they
-- went offline, and were seen last at read_up_to, in ms; 0
-- nothing more than the other columns say. Of rows from before it is 0: what else happened is not
-- known. files: of a deleted message that had files, the message or the edition by which attachment
-- keeps their URLs, as long as this row is kept.
ALTER TABLE change_log ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE change_log ADD COLUMN what INTEGER NOT NULL DEFAULT 0;
ALTER TABLE change_log ADD COLUMN reaction TEXT;
ALTER TABLE change_log ADD COLUMN name TEXT;
ALTER TABLE change_log ADD COLUMN files INTEGER;

-- About when: when the message before was sent, or the one after.
UPDATE change_log SET at = coalesce(
  (SELECT m.created_at FROM message m WHERE m.row < change_log.row ORDER BY m.row DESC LIMIT 1),
  (SELECT m.created_at FROM message m WHERE m.row > change_log.row ORDER BY m.row LIMIT 1),
  unixepoch() * 1000);

-- How far the log had come when, to find what is old: the last row that was written up to a time,
-- some for all that is kept. Of what is there already, up to a thousand of its messages.
CREATE TABLE log_time (
  at INTEGER PRIMARY KEY,
  row INTEGER NOT NULL
);
INSERT OR REPLACE INTO log_time
  WITH RECURSIVE some(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM some WHERE k < 1000)
  SELECT m.created_at, m.row FROM some CROSS JOIN message m ON m.row =
    (SELECT n.row FROM message n
      WHERE n.row >= (SELECT max(row) FROM message) * some.k / 1000 ORDER BY n.row LIMIT 1);

-- When the newest commit was.
ALTER TABLE last_commit ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE last_commit SET at = unixepoch() * 1000;

-- How far readers of the log have come.
CREATE TABLE reader_position (
  reader TEXT PRIMARY KEY,
  position TEXT NOT NULL
) WITHOUT ROWID;

PRAGMA user_version = 9;
