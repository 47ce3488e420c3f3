-- Some of those who are online. Argument: a cursor. Answers the board, its number, the next
-- cursor, then users, each with his name.
local page = redis.call('HSCAN', USERS, ARGV[7], 'COUNT', 500)
local answer = {
  redis.call('HGET', BOARD, 'id') or '', redis.call('HGET', BOARD, 'n') or '0', page[1]
}
for _, text in ipairs(page[2]) do answer[#answer + 1] = text end
return answer
