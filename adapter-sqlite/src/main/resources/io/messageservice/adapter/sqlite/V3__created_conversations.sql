-- Conversations that somebody created on purpose.

-- NULL where one began with a message or a join, or where a service created it for nobody.
ALTER TABLE conversation ADD COLUMN creator TEXT;

-- Only open ones may be forgotten: a group without messages stays, and has no entry here.
DROP INDEX conversation_silent;
CREATE INDEX conversation_unused ON conversation (last_at)
  WHERE head = 0 AND last_at > 0 AND kind = 2;

PRAGMA user_version = 3;
