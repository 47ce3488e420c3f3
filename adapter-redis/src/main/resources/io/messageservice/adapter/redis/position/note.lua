-- Notes up to where a log was read, unless another node reads it by now.
-- KEYS[1]  the log
-- ARGV     1 the node, 2 the position
-- Returns  1 where it is noted
if redis.call('GET', KEYS[1] .. ':reader') ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1] .. ':position', ARGV[2])
return 1
