-- In which conversations a user may take part. Writes nothing.
-- KEYS[1]  the user's conversations
-- Returns  each followed by when he last began to
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
