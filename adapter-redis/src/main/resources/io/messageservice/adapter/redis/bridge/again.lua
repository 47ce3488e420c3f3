-- A command is to be tried again, later.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, 2 this consumer, 3 the entry, 4 how often it counts as taken
-- Returns  1 where this consumer still has it
local key, group, me, id = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
if #redis.call('XPENDING', key, group, id, id, 1, me) == 0 then
  return 0
end
return #redis.call('XCLAIM', key, group, me, 0, id, 'RETRYCOUNT', ARGV[4], 'JUSTID')
