-- Notes up to where a log was told, unless another node reads it by now.
-- KEYS[1]  the log
-- ARGV     1 the node, 2 the last entry that was told
-- Returns  1 where it is noted
local call = redis.call
local log = KEYS[1]
if call('GET', log .. ':reader') ~= ARGV[1] then
  return 0
end
local entry = call('XRANGE', log, ARGV[2], ARGV[2])[1]
local digest = entry and redis.sha1hex(table.concat(entry[2], '\0')) or ''
call('SET', log .. ':position', ARGV[2] .. ' ' .. digest)
return 1
