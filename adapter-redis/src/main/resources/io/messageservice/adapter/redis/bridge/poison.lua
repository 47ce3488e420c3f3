-- Sets a command aside that cannot be carried out.
-- KEYS[1]  the stream for such
-- ARGV     1 about how many are kept, then names and values
-- Returns  1
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, 2))
return 1
