-- Only one entry may be carried out under an id, that one again where nobody knows whether it was.
-- KEYS[1]  the id's key
-- ARGV     1 the entry, 2 how many seconds the id is remembered
-- Returns  1 where it is the one
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then
  return 1
end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
