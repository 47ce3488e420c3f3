-- Removes names that are noted for a user, where they were not noted again meanwhile.
-- KEYS[1]  the user's names
-- ARGV     each followed by when it had last been noted
for i = 1, #ARGV, 2 do
  local at = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if at and tonumber(at) == tonumber(ARGV[i + 1]) then
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return 1
