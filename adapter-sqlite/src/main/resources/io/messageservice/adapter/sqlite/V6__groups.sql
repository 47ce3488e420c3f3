-- What groups are beside who takes part: data, roles and bans. created_at, which is as old as the
-- table, is 0 where it was not noted.

-- data_rev, participants_rev: the change by which the data, or participants and roles, became what
-- they are; 0 where they never changed. group_changes: how many of the changes beside messages were
-- those of the group; all others changed a message. bans: how many rows the table ban has of it.
ALTER TABLE conversation ADD COLUMN data_rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN participants_rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN group_changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN bans INTEGER NOT NULL DEFAULT 0;

-- Of groups that have any. Apart from conversation, whose rows each message writes anew.
CREATE TABLE conversation_data (
  conversation INTEGER PRIMARY KEY,
  title TEXT,
  avatar_url TEXT,
  metadata TEXT,
  frozen INTEGER NOT NULL
);

-- 0 member, 1 moderator, 2 owner. Whoever created a group before there were roles owns it, where
-- they still take part.
ALTER TABLE participant ADD COLUMN role INTEGER NOT NULL DEFAULT 0;
UPDATE participant SET role = 2 WHERE (conversation, user) IN
  (SELECT number, creator FROM conversation WHERE kind = 1 AND creator IS NOT NULL);

-- until: of one that does not end, the largest number.
CREATE TABLE ban (
  conversation INTEGER NOT NULL,
  user TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (conversation, user)
) WITHOUT ROWID;

PRAGMA user_version = 6;
