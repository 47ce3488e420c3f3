-- The board has a clock of its own, since that of Redis may jump. Nodes drive it: each reckons by its
-- monotonic clock what the board's must show by now, and the highest counts. While no node gives a sign
-- for long, or where the clock of Redis jumps, the board's stands still: then another era begins, and
-- what was reckoned in the one before counts no more. An era begins with the time of Redis, and with the
-- same time left of each lease and grace, so that nodes of an earlier version, which compare these with
-- the time of Redis, find them in order. Where there is no board it is made.
local time = redis.call('TIME')
local wall = time[1] * 1000 + math.floor(time[2] / 1000)
local function set(name) return BOARD .. ':lease:' .. name end

local id = redis.call('HGET', BOARD, 'id')
if not id then
  for _, name in ipairs(redis.call('ZRANGE', LEASES, 0, -1)) do
    redis.call('DEL', set(name))
  end
  redis.call('DEL', LEASES, USERS, HOLDERS, GRACES, LEFT, LOG, NUMBERS)
  id = ARGV[4]
  redis.call('HSET', BOARD, 'id', id, 'n', 0, 'at', whole(wall))
end

-- Nodes of an earlier version know no clock but that of Redis and note when they gave a sign: where
-- only such have for the length of a lease, it goes on from there.
local function noted(field) return tonumber(redis.call('HGET', BOARD, field)) end
local at = noted('at')
local now = noted('clock') or at
if at > (noted('clocked') or at) + length then now = math.max(now, at) end
local era = noted('era') or 0
local reckoned = ARGV[5] == id .. '/' .. era and tonumber(ARGV[6]) or now
local function carry_over(key, longest)
  local ends = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  for i = 1, #ends, 2 do
    local left = math.min(tonumber(ends[i + 1]) - now, longest)
    redis.call('ZADD', key, whole(wall + left), ends[i])
  end
end
if math.abs(wall - at) > length / 2 or reckoned - now > length / 2 then
  era = redis.call('HINCRBY', BOARD, 'era', 1)
  carry_over(LEASES, length) -- such nodes may have reckoned one from the time of Redis already
  carry_over(GRACES, math.huge)
  now = wall
elseif reckoned > now then
  now = reckoned
end
redis.call('HSET', BOARD, 'at', whole(wall), 'clocked', whole(wall), 'clock', whole(now))

local function lives(name)
  local till = redis.call('ZSCORE', LEASES, name)
  return till and tonumber(till) > now
end
local function number() return redis.call('HGET', BOARD, 'n') end

local crossings = {}
local function cross(user, name, online, seen)
  local n = whole(redis.call('HINCRBY', BOARD, 'n', 1))
  local entry = table.concat({n, online, user, name, seen}, '\31')
  redis.call('XADD', LOG, 'MAXLEN', '~', 10000, n .. '-0', 'e', entry)
  crossings[#crossings + 1] = entry
end
local function publish()
  if #crossings > 0 then
    redis.call('PUBLISH', channel, id .. '\30' .. table.concat(crossings, '\30'))
  end
end
local function offline(user, seen)
  local name = redis.call('HGET', USERS, user)
  redis.call('ZREM', GRACES, user)
  redis.call('HDEL', LEFT, user)
  if redis.call('HDEL', USERS, user) == 1 then cross(user, name, '0', whole(seen)) end
end
local function release(user, holder)
  local kept = {}
  for name in string.gmatch(redis.call('HGET', HOLDERS, user) or '', '%S+') do
    if name ~= holder then kept[#kept + 1] = name end
  end
  if #kept == 0 then redis.call('HDEL', HOLDERS, user)
  else redis.call('HSET', HOLDERS, user, table.concat(kept, ' ')) end
  return #kept == 0
end
local function drop(name, most, seen)
  local users = redis.call('SPOP', set(name), most)
  for _, user in ipairs(users) do
    if release(user, name) then offline(user, seen) end
  end
  if redis.call('EXISTS', set(name)) == 0 then
    redis.call('ZREM', LEASES, name)
    redis.call('HDEL', NUMBERS, name)
  end
  return #users
end
