-- Notes in which conversations a user is about to take part.
-- KEYS[1]  the user's conversations
-- ARGV     1 the time in milliseconds, then the conversations
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[i])
end
return 1
