-- The lease is renewed, and what ended is dealt with: leases, whose users go offline, and
-- graces. Argument: the number of the change that was acknowledged last, or nothing where no
-- lease is held. Answers held or ended, the board, its number, whether there is more to deal
-- with, the name of the clock, its time, the process of Redis, then the leases that live.
local held = 'ended'
if ARGV[7] ~= '' and lives(lease)
    and tonumber(redis.call('HGET', NUMBERS, lease) or 0) >= tonumber(ARGV[7]) then
  held = 'held'
  redis.call('ZADD', LEASES, whole(now + length), lease)
end

local left = 500
local ended = redis.call(
  'ZRANGEBYSCORE', LEASES, '-inf', whole(now), 'WITHSCORES', 'LIMIT', 0, 10)
for at = 1, #ended, 2 do
  if left > 0 then
    left = left - drop(ended[at], left, wall - (now - tonumber(ended[at + 1])) - length)
  end
end
if left > 0 then
  local over = redis.call(
    'ZRANGEBYSCORE', GRACES, '-inf', whole(now), 'LIMIT', 0, left)
  for _, user in ipairs(over) do
    offline(user, tonumber(redis.call('HGET', LEFT, user) or wall))
  end
  left = left - #over
end
publish()
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
local answer = {held, id, number(), left == 0 and 'more' or '', id .. '/' .. era, whole(now), run}
for _, name in ipairs(
    redis.call('ZRANGEBYSCORE', LEASES, '(' .. whole(now), '+inf')) do
  answer[#answer + 1] = name
end
return answer
