-- Adds a node to topics and removes it from others. Arguments: node, number, the lowest number
-- that may stand there, how many topics come, then topics.
local node, number = ARGV[1], tonumber(ARGV[2])
local at = tonumber(redis.call('HGET', KEYS[2], node) or 0)
if at >= number then return {'late'} end
redis.call('HSET', KEYS[2], node, ARGV[2])
local came = 4 + tonumber(ARGV[4])
for i = 5, #ARGV do
  local names = redis.call('HGET', KEYS[1], ARGV[i]) or ''
  local there = has(names, node)
  if i <= came and not there then
    redis.call('HSET', KEYS[1], ARGV[i], names == '' and node or names .. ' ' .. node)
  elseif i > came and there then
    remove(ARGV[i], node, names)
  end
end
return {at < tonumber(ARGV[3]) and 'lost' or 'written'}
