-- The time of the server that has the key, and that of the nodes. Theirs never jumps, whatever the
-- server's does: one that begins takes it from here.
-- KEYS[1]  the time of the nodes in microseconds since 1970, and that of the server at that moment
-- ARGV     1 what it is for the node that asks, nothing where it does not know
-- Returns  both as microseconds since 1970, that of the server first
local KEPT_MILLIS = 5000
local time = redis.call('TIME')
local wall = time[1] * 1000000 + time[2]
local function whole(number) return string.format('%.0f', number) end

local told = redis.call('GET', KEYS[1])
local nodes = tonumber(ARGV[1])
if told and not nodes then
  local at, server = string.match(told, '^(%d+) (%d+)$')
  local passed = wall - tonumber(server)
  nodes = tonumber(at) + (passed > 0 and passed < 5000000 and passed or 0)
elseif told then
  nodes = math.max(nodes, tonumber(string.match(told, '^%d+')))
end
nodes = nodes or wall
redis.call('SET', KEYS[1], whole(nodes) .. ' ' .. whole(wall), 'PX', KEPT_MILLIS)
return {whole(wall), whole(nodes)}
