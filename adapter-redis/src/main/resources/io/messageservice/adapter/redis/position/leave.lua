-- The node reads a log no more: another may at once.
-- KEYS[1]  the log
-- ARGV     1 the node
-- Returns  1 where it was the one that read
if redis.call('GET', KEYS[1] .. ':reader') ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1] .. ':beats')
return redis.call('DEL', KEYS[1] .. ':reader')
