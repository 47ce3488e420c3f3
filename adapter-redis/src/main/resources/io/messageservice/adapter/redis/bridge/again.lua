-- A command is to be tried again.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, 2 this consumer, 3 the entry, 4 how often it counts as taken, 5 how long it
--          counts as left already, in milliseconds
-- Returns  1 where it is still there
return #redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3],
  'IDLE', ARGV[5], 'RETRYCOUNT', ARGV[4], 'JUSTID')
