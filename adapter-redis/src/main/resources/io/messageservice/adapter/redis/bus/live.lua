-- A node lives. Key: nodes, each with when it last said so. Arguments: the node, how many
-- milliseconds others may be silent, then nodes that are suspected: those that are not in the list
-- are taken into it. Answers who was silent for longer.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
for i = 3, #ARGV do redis.call('ZADD', KEYS[1], 'NX', now, ARGV[i]) end
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
