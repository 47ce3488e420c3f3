-- What changed beside messages, for those who pass on every change: numbered with the rows of
-- messages, in the order of commits. Each row is a change of access (kind, came, gone) or of a mark
-- (reader, read_up_to). Lists of users are parted by char(31), which no id has.
CREATE TABLE change_log (
  row INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  kind TEXT,
  came TEXT,
  gone TEXT,
  reader TEXT,
  read_up_to INTEGER
);

-- Up to which row changes are not kept: what was stored before this table is not in it.
CREATE TABLE change_log_cut (
  lane INTEGER PRIMARY KEY,
  row INTEGER NOT NULL
);
INSERT INTO change_log_cut SELECT 0, last_row FROM last_commit WHERE lane = 0;

PRAGMA user_version = 2;
