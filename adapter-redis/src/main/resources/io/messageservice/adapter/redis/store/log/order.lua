-- Reads the one order of the changes of all partitions, and extends it where it still stands as it was seen.
-- KEYS[1]  the stream of its rounds, each under the place of its first change: of some partitions the number
--          of the first change that has the next place, and of how many
-- ARGV     1 a place, 2 how many rounds at most, 3 whether it is extended, 1 or 0; then
--          4 the epoch and 5 the next place as seen, 6 whether it begins anew, 1 or 0,
--          7 the place of the oldest round that is kept, 8 epoch, 9 next place, 10 epoch of the store,
--          11 the last changes that have places, 12 what is known of epochs before,
--          then of each new round its place and its text
-- Returns  0 where it stood otherwise, otherwise 1; epoch, next place, epoch of the store, last changes,
--          epochs before; how far earlier versions of the stream of events had read; some of the oldest
--          rounds; the rounds from the one on that has the place
local call = redis.call
local rounds = KEYS[1]
local base = string.sub(rounds, 1, -6)
local state = base .. 'order:state'
local OLDEST = 16

local function extend()
  local seen = call('HMGET', state, 'epoch', 'next')
  if (seen[1] or '') ~= ARGV[4] or (seen[2] or '1') ~= ARGV[5] then
    return 0
  end
  if ARGV[6] == '1' then
    call('DEL', rounds)
  end
  call('XTRIM', rounds, 'MINID', ARGV[7] .. '-0')
  call('HSET', state, 'epoch', ARGV[8], 'next', ARGV[9], 'store', ARGV[10], 'ends', ARGV[11],
    'before', ARGV[12])
  for i = 13, #ARGV, 2 do
    call('XADD', rounds, ARGV[i] .. '-0', 'r', ARGV[i + 1])
  end
  return 1
end

local function after(place, most)
  if most == '0' then
    return {}
  end
  local first = call('XREVRANGE', rounds, place, '-', 'COUNT', 1)[1]
  return call('XRANGE', rounds, first and first[1] or '-', '+', 'COUNT', most)
end

local done = ARGV[3] == '1' and extend() or 1
local now = call('HMGET', state, 'epoch', 'next', 'store', 'ends', 'before')
return {done, now[1], now[2], now[3], now[4], now[5], call('GET', base .. 'changes:position'),
  call('XRANGE', rounds, '-', '+', 'COUNT', OLDEST), after(ARGV[1], ARGV[2])}
