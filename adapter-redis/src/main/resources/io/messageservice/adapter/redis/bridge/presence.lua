-- Reads on in the log of presence, numbered without holes.
-- KEYS[1]  the log
-- ARGV     1 up to where it was read: an entry and its digest, or nothing, 2 how many entries at most
-- Returns  up to where it is read then, how many entries are gone unread, entries
local call = redis.call
local log = KEYS[1]

local function number(id)
  return tonumber(string.match(id, '^%d+'))
end
local function digest(entry)
  return redis.sha1hex(table.concat(entry[2], '\0'))
end

-- Whether the log is the one that was read up to there, and not another one since data were lost.
local function is_same(id, noted)
  local entry = call('XRANGE', log, id, id)[1]
  if entry then
    return noted == '' or noted == digest(entry)
  end
  local first = call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  return first and number(first[1]) > number(id)
end

local from, last = '-', nil
local id, noted = string.match(ARGV[1], '^(%S+) (%S*)$')
if id and is_same(id, noted) then
  from, last = '(' .. id, number(id)
end
local entries = call('XRANGE', log, from, '+', 'COUNT', ARGV[2])
if #entries == 0 then
  return {ARGV[1], 0, entries}
end
local newest = entries[#entries]
local lost = last and number(entries[1][1]) - last - 1 or 0
return {newest[1] .. ' ' .. digest(newest), lost, entries}
