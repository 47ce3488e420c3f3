-- In which conversations a user may take part. Writes nothing.
-- KEYS[1]  the user's conversations
-- Returns  each followed by when the user last began to take part
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
