-- What the store is, made where it was not there.
-- KEYS[1]  the hash "meta"
-- ARGV     1 the format, 2 an epoch, 3 the key for ids of messages, each for a new store
-- Returns  format, epoch, number of the epoch, key
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], 'format', ARGV[1], 'epoch', ARGV[2], 'era', '0', 'key', ARGV[3])
end
return redis.call('HMGET', KEYS[1], 'format', 'epoch', 'era', 'key')
