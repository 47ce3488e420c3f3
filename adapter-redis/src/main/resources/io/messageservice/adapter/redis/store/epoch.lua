-- Begins another epoch, unless somebody else has done so.
-- KEYS[1]  the hash "meta"
-- ARGV     1 the epoch so far, 2 the new one
-- Returns  1 where it has begun
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'era', 1)
return 1
