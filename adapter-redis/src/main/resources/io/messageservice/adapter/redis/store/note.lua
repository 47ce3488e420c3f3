-- Notes something where nobody has noted something else meanwhile.
-- KEYS[1]  where
-- ARGV     1 what was noted before, nothing where nothing was, 2 what is to be
-- Returns  1 where it is noted now
local before = redis.call('GET', KEYS[1]) or ''
if before == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2])
  return 1
end
return before == ARGV[2] and 1 or 0
