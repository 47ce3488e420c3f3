-- What users have of conversations for themselves beside how far they have read, and whom they
-- block.

-- As their clients report it. What was read has reached them too, and is not written here.
ALTER TABLE read_mark ADD COLUMN delivered_up_to INTEGER NOT NULL DEFAULT 0;

-- Readers are named in this order. delivered_up_to is neither a column nor a condition of it: a
-- delivered mark, which is written more often than any other, changes no index then.
DELETE FROM read_mark WHERE read_up_to = 0;
DROP INDEX read_mark_furthest;
CREATE INDEX read_mark_furthest ON read_mark (conversation, read_up_to DESC, user);

-- Of users who asked for something. muted_until: where that does not end, the largest number; 0
-- where it is not muted. hidden_at: the head when it was hidden, -1 where it was not.
CREATE TABLE preference (
  conversation INTEGER NOT NULL,
  user TEXT NOT NULL,
  muted_until INTEGER NOT NULL,
  hidden_at INTEGER NOT NULL,
  PRIMARY KEY (conversation, user)
) WITHOUT ROWID;

CREATE TABLE block (
  user TEXT NOT NULL,
  blocked TEXT NOT NULL,
  PRIMARY KEY (user, blocked)
) WITHOUT ROWID;
CREATE INDEX block_by_blocked ON block (blocked, user);

-- Of a direct conversation: 1 while one of the two blocks the other.
ALTER TABLE conversation ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 7;
