-- Commands may be taken by any consumer at once. What another has taken meanwhile stays with that one.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, 2 this consumer, 3 the one that holds what was released, 4 after how many
--          milliseconds earlier versions count a command as left, then the entries
-- Returns  how many were released
local key, group, me = KEYS[1], ARGV[1], ARGV[2]
local released = 0
for i = 5, #ARGV do
  if #redis.call('XPENDING', key, group, ARGV[i], ARGV[i], 1, me) > 0 then
    redis.call('XCLAIM', key, group, ARGV[3], 0, ARGV[i], 'IDLE', ARGV[4], 'JUSTID')
    released = released + 1
  end
end
return released
