-- Users came and went, in order. Arguments: the number of the change, then of each user: id,
-- name, the grace or here, and how long ago. Answers done, also where that number was dealt with
-- before, or ended, also where a change before it is missing, which Redis has lost.
if not lives(lease) then return {'ended'} end
local change = tonumber(ARGV[7])
local last = tonumber(redis.call('HGET', NUMBERS, lease) or 0)
if change <= last then return {'done'} end
if change > last + 1 then return {'ended'} end
redis.call('HSET', NUMBERS, lease, ARGV[7])

local function come(user, name)
  if redis.call('SADD', set(lease), user) == 1 then
    local holders = redis.call('HGET', HOLDERS, user)
    redis.call('HSET', HOLDERS, user, holders and holders .. ' ' .. lease or lease)
  end
  if redis.call('ZREM', GRACES, user) == 1 then redis.call('HDEL', LEFT, user) end
  if redis.call('HSET', USERS, user, name) == 1 then cross(user, name, '1', '') end
end
local function go(user, grace, ago)
  if redis.call('SREM', set(lease), user) == 0 or not release(user, lease) then
    return
  end
  local till = now - ago + grace
  if till <= now then return offline(user, wall - ago) end
  redis.call('ZADD', GRACES, whole(till), user)
  redis.call('HSET', LEFT, user, whole(wall - ago))
end
for i = 8, #ARGV, 4 do
  if ARGV[i + 2] == 'here' then come(ARGV[i], ARGV[i + 1])
  else go(ARGV[i], tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])) end
end
publish()
return {'done'}
