-- A node lives. Key: nodes, each with a number that changes with each sign of life: when that was, by
-- the clock of Redis. That may jump, so nobody compares it with a time: who does not move for long is
-- silent. Arguments: the node, then nodes that are suspected: those that are not in the list are taken
-- into it. Answers all of them, each with its number.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now == tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1])) then now = now + 1 end
redis.call('ZADD', KEYS[1], now, ARGV[1])
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'NX', now, ARGV[i]) end
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
