-- Crossings as they are in the log. Arguments: the board, the number after which. Answers the
-- board, its number, and, where it is that board, what follows.
local id = redis.call('HGET', BOARD, 'id') or ''
local answer = {id, redis.call('HGET', BOARD, 'n') or '0'}
if id == ARGV[7] then
  local from = whole(tonumber(ARGV[8]) + 1) .. '-0'
  for _, entry in ipairs(redis.call('XRANGE', LOG, from, '+', 'COUNT', 500)) do
    answer[#answer + 1] = entry[2][2]
  end
end
return answer
