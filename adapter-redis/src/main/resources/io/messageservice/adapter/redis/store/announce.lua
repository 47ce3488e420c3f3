-- Notes names for a user, such as the conversations in which they are about to take part.
-- KEYS[1]  the user's names
-- ARGV     1 the time in milliseconds, then the names; one that was noted at that time gets the next
for i = 2, #ARGV do
  local before = redis.call('ZSCORE', KEYS[1], ARGV[i])
  local is_same = before and tonumber(before) == tonumber(ARGV[1])
  redis.call('ZADD', KEYS[1], is_same and ARGV[1] + 1 or ARGV[1], ARGV[i])
end
return 1
