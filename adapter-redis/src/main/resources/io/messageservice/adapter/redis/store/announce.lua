-- Notes names for a user, such as the conversations in which they are about to take part.
-- KEYS[1]  the user's names
-- ARGV     1 the time in milliseconds, then the names
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[i])
end
return 1
