-- Whether this node reads a log. One node at a time does, so that what it tells of it is in the order of
-- the log; where it dies, another goes on from what was noted.
-- Whether the reader lives is seen by others: it counts on, and who sees the same count for long by a
-- monotonic clock may take over. No clock of Redis has a say, since that may jump.
-- KEYS[1]  the log; who reads it and up to where lies beside it
-- ARGV     1 the node, 2 the sign of a reader that was silent for too long, nothing where none was,
--          3 whether to count on
-- Returns  the sign of the reader where another node reads; otherwise nothing and up to where it was read
local call = redis.call
local log = KEYS[1]
local reader, beats, position = log .. ':reader', log .. ':beats', log .. ':position'
-- Nodes of an earlier version wait until the key is gone, so it ends soon after the reader died. Where
-- the clock of Redis jumps it ends early: another node takes over, and what is not noted is told twice.
local KEPT_MILLIS = 60000

local owner = call('GET', reader)
if owner and owner ~= ARGV[1] then
  local sign = owner .. ' ' .. (call('GET', beats) or '0')
  if sign ~= ARGV[2] then
    return {sign, ''}
  end
end
if owner ~= ARGV[1] or ARGV[3] == '1' then
  call('SET', reader, ARGV[1], 'PX', KEPT_MILLIS)
  call('INCR', beats)
  call('PEXPIRE', beats, KEPT_MILLIS)
end
return {'', call('GET', position) or ''}
