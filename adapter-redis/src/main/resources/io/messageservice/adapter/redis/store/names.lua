-- The names that are noted for a user. Writes nothing.
-- KEYS[1]  the user's names
-- Returns  each followed by when it was last noted
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
