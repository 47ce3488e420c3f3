-- Removes consumers that are gone, where they left nothing.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, then the consumers
-- Returns  how many went
local went = 0
for i = 2, #ARGV do
  local left = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[i])
  if not left.err and #left == 0 then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[i])
    went = went + 1
  end
end
return went
