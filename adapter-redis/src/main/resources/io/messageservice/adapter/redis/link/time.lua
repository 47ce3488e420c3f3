-- The time of the server that has the key.
-- KEYS[1]  a key, of which nothing is read
-- Returns  seconds since 1970, and microseconds in the second
return redis.call('TIME')
