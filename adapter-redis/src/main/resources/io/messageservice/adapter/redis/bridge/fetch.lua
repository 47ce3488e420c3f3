-- Takes commands: first those that another consumer, or this one, took and left, then new ones.
-- What this consumer has under way it keeps.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, 2 this consumer, 3 after how many milliseconds without a sign one counts as
--          left, 4 how many at most, 5 and on the entries that this consumer has under way
-- Returns  how many were deleted before they were carried out, then of each command: its entry, how
--          often it was taken, its fields
local call, pcall = redis.call, redis.pcall
local key, group, me, most = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[4])

if #ARGV > 4 then
  pcall('XCLAIM', key, group, me, 0, unpack(ARGV, 5), 'JUSTID')
end
local left = pcall('XPENDING', key, group, 'IDLE', ARGV[3], '-', '+', most)
if left.err then
  if not string.find(left.err, 'NOGROUP', 1, true) then
    return left
  end
  call('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM')
  left = {}
end

local taken, gone = {}, 0
for _, one in ipairs(left) do
  local entry = call('XCLAIM', key, group, me, ARGV[3], one[1])[1]
  if entry then
    taken[#taken + 1] = {entry[1], one[4] + 1, entry[2]}
  else
    call('XACK', key, group, one[1])
    gone = gone + 1
  end
end
if #taken < most then
  local fresh = call('XREADGROUP', 'GROUP', group, me, 'COUNT', most - #taken, 'STREAMS', key, '>')
  for _, entry in ipairs(fresh and fresh[1] and fresh[1][2] or {}) do
    taken[#taken + 1] = {entry[1], 1, entry[2]}
  end
end
return {gone, taken}
