-- Removes consumers that are gone and left nothing.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, 2 after how many milliseconds without a sign, 3 one that goes now
-- Returns  how many went
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then
  return 0
end
local went = 0
for _, words in ipairs(consumers) do
  local of = {}
  for i = 1, #words, 2 do
    of[words[i]] = words[i + 1]
  end
  if of.pending == 0 and (of.idle > tonumber(ARGV[2]) or of.name == ARGV[3]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], of.name)
    went = went + 1
  end
end
return went
