-- Reads on in a log, where no other node does. One node at a time reads a log, so that what it tells
-- of it is in the order of the log; where it dies, another goes on from what was told.
-- KEYS[1]  the log, a stream numbered without holes; who reads it and up to where lies beside it
-- ARGV     1 the node, 2 how many milliseconds it may be silent, 3 how many entries to read
-- Returns  nothing where another node reads; otherwise how many entries are gone unread, and entries
local call = redis.call
local log = KEYS[1]
local reader, position = log .. ':reader', log .. ':position'

local owner = call('GET', reader)
if owner and owner ~= ARGV[1] then
  return {}
end
if not owner or call('PTTL', reader) < tonumber(ARGV[2]) / 2 then
  call('SET', reader, ARGV[1], 'PX', ARGV[2])
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
local entries = call('XRANGE', log, from, '+', 'COUNT', ARGV[3])
local lost = 0
if last and entries[1] then
  lost = number(entries[1][1]) - last - 1
end
return {lost, entries}
