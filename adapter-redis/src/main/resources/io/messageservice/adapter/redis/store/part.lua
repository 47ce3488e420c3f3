-- Takes conversations out of those of a user, where the user has not come back meanwhile.
-- KEYS[1]  the user's conversations
-- ARGV     each followed by when the user had last begun to take part
for i = 1, #ARGV, 2 do
  local at = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if at and tonumber(at) == tonumber(ARGV[i + 1]) then
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return 1
