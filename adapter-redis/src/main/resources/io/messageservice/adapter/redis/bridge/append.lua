-- Appends events to the stream for other services.
-- KEYS[1]  the stream of events
-- ARGV     1 about how many are kept, then of each: id, type, data
-- Returns  how many were appended
for i = 2, #ARGV, 3 do
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*',
    'id', ARGV[i], 'type', ARGV[i + 1], 'data', ARGV[i + 2])
end
return (#ARGV - 1) / 3
