-- Commands are done with and go from the stream.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, then the entries
-- Returns  how many went
local gone = 0
for i = 2, #ARGV do
  redis.call('XACK', KEYS[1], ARGV[1], ARGV[i])
  gone = gone + redis.call('XDEL', KEYS[1], ARGV[i])
end
return gone
