-- What users need to ask what changed in their lists since a point, and what is unread.

-- By which row something last changed that users see in lists; of what was there before these
-- columns that is 0, before every point from which anybody may ask. conversation: any change that
-- is no message, also that it has another place in lists. participant: that they take part, and
-- their preferences. read_mark: what they have read, not what was delivered.
ALTER TABLE conversation ADD COLUMN changed_row INTEGER NOT NULL DEFAULT 0;
ALTER TABLE participant ADD COLUMN row INTEGER NOT NULL DEFAULT 0;
ALTER TABLE read_mark ADD COLUMN row INTEGER NOT NULL DEFAULT 0;

-- Who takes part no more, until they do again. By the id, since the conversation may be gone. at:
-- when it was written, by which old ones are removed.
CREATE TABLE removal (
  user TEXT NOT NULL,
  conversation TEXT NOT NULL,
  row INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user, conversation)
) WITHOUT ROWID;
CREATE INDEX removal_oldest ON removal (at);

-- Up to which row removals are not kept.
CREATE TABLE removal_cut (
  lane INTEGER PRIMARY KEY,
  row INTEGER NOT NULL
);
INSERT INTO removal_cut VALUES (0, 0);

-- Whom messages mention, but for those that are deleted or of the system. user: empty where all are.
-- A cross join keeps its order: messages without details are not read.
CREATE TABLE mention (
  conversation INTEGER NOT NULL,
  user TEXT NOT NULL,
  seq INTEGER NOT NULL,
  sender TEXT NOT NULL,
  PRIMARY KEY (conversation, user, seq)
) WITHOUT ROWID;
INSERT INTO mention
  WITH RECURSIVE split(conversation, seq, sender, user, rest) AS (
    SELECT m.conversation, m.seq, m.sender, NULL, d.mentions || char(31)
      FROM message_detail d CROSS JOIN message m ON m.row = d.row
      WHERE d.mentions IS NOT NULL AND m.detail = 1
    UNION ALL
    SELECT conversation, seq, sender, substr(rest, 1, instr(rest, char(31)) - 1),
        substr(rest, instr(rest, char(31)) + 1)
      FROM split WHERE rest <> '')
  SELECT conversation, user, seq, sender FROM split WHERE user IS NOT NULL;

PRAGMA user_version = 8;
