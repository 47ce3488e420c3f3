-- Reads on in a log, where no other node does. One node at a time reads a log, so that what it tells
-- of it is in the order of the log; where it dies, another goes on from what was told.
-- Whether the reader lives is seen by others: it counts on, and who sees the same count for long by a
-- monotonic clock may take over. No clock of Redis has a say, since that may jump.
-- KEYS[1]  the log, a stream numbered without holes; who reads it and up to where lies beside it
-- ARGV     1 the node, 2 the sign of a reader that was silent for too long, nothing where none was,
--          3 whether to count on, 4 how many entries to read
-- Returns  the sign of the reader where another node reads; otherwise how many entries are gone unread,
--          and entries
local call = redis.call
local log = KEYS[1]
local reader, beats, position = log .. ':reader', log .. ':beats', log .. ':position'
-- Nodes of an earlier version wait until the key is gone, so it ends soon after the reader died. Where
-- the clock of Redis jumps it ends early: another node takes over, and what is not noted is told twice.
local KEPT_MILLIS = 60000

local owner = call('GET', reader)
if owner and owner ~= ARGV[1] then
  local sign = owner .. ' ' .. (call('GET', beats) or '0')
  if sign ~= ARGV[2] then
    return {sign}
  end
end
if owner ~= ARGV[1] or ARGV[3] == '1' then
  call('SET', reader, ARGV[1], 'PX', KEPT_MILLIS)
  call('INCR', beats)
  call('PEXPIRE', beats, KEPT_MILLIS)
end

local function number(id)
  return tonumber(string.match(id, '^%d+'))
end

-- Whether the log is the one that was read up to there, and not another one since data were lost.
local function is_same(id, digest)
  local entry = call('XRANGE', log, id, id)[1]
  if entry then
    return digest == '' or digest == redis.sha1hex(table.concat(entry[2], '\0'))
  end
  local first = call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  return first and number(first[1]) > number(id)
end

local from, last = '-', nil
local told = call('GET', position)
if told then
  local id, digest = string.match(told, '^(%S+) (%S*)$')
  if is_same(id, digest) then
    from, last = '(' .. id, number(id)
  end
end
local entries = call('XRANGE', log, from, '+', 'COUNT', ARGV[4])
local lost = 0
if last and entries[1] then
  lost = number(entries[1][1]) - last - 1
end
return {lost, entries}
