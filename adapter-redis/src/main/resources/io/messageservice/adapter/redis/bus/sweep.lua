-- Removes a node from some topics; it will find its number gone. Arguments: cursor, how many
-- topics, node.
redis.call('HDEL', KEYS[2], ARGV[3])
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
for at = 1, #page[2], 2 do
  if has(page[2][at + 1], ARGV[3]) then
    remove(page[2][at], ARGV[3], page[2][at + 1])
  end
end
return {page[1]}
