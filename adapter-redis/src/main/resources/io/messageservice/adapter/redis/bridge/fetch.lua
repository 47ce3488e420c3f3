-- Gives a sign of life for the commands that this consumer keeps, and takes commands: first those that
-- were released, then those that this consumer lost sight of and those of silent consumers, then new ones.
-- No clock of Redis has a say, since that may jump. Redis notes when a consumer last did something; that is
-- only a number here which changes with each sign of life, and the caller sees by a monotonic clock for how
-- long it did not.
-- KEYS[1]  the stream of commands
-- ARGV     1 the group, 2 this consumer, 3 the one that holds what was released, 4 how many at most,
--          5 whether to look at the others, 6 how many of them are silent, 7 how many commands are to be
--          taken that this consumer lost sight of; then of each silent one its name and its last sign; then
--          those commands; then all that this consumer keeps
-- Returns  how many were deleted before they were carried out; of each command that was taken its entry,
--          how often it was taken, its fields; commands of this consumer that it does not keep; of each
--          other consumer its name, its last sign, how many commands it has
local call, pcall = redis.call, redis.pcall
local key, group, me, released, most = KEYS[1], ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local look, silent, lost = ARGV[5] == '1', tonumber(ARGV[6]), tonumber(ARGV[7])
local first_lost = 8 + 2 * silent
local first_kept = first_lost + lost
-- More than a consumer ever has.
local ALL = 100000

local mine = pcall('XPENDING', key, group, '-', '+', ALL, me)
if mine.err then
  if not string.find(mine.err, 'NOGROUP', 1, true) then
    return mine
  end
  call('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM')
  mine = {}
end
local tries = {}
for _, one in ipairs(mine) do
  tries[one[1]] = one[4]
end

-- What another has taken meanwhile stays with that one.
local claim, keeps = {}, {}
for i = first_kept, #ARGV do
  keeps[ARGV[i]] = true
  if tries[ARGV[i]] then
    claim[#claim + 1] = ARGV[i]
  end
end
if #claim > 0 then
  claim[#claim + 1] = 'JUSTID'
  -- Earlier versions go by this.
  call('XCLAIM', key, group, me, 0, unpack(claim))
end

local function map(words)
  local of = {}
  for i = 1, #words, 2 do
    of[words[i]] = words[i + 1]
  end
  return of
end

local signs, others = {}, {}
local function look_around()
  for _, each in ipairs(map(call('XINFO', 'STREAM', key, 'FULL', 'COUNT', 1)).groups) do
    local of = map(each)
    for _, consumer in ipairs(of.name == group and of.consumers or {}) do
      local other = map(consumer)
      local sign = string.format('%.0f', other['seen-time'])
      signs[other.name] = sign
      if other.name ~= me then
        others[#others + 1] = {other.name, sign, other['pel-count']}
      end
    end
  end
end
if look or silent > 0 then
  look_around()
end

local taken, gone = {}, 0
local function take(id, before)
  local entry = call('XCLAIM', key, group, me, 0, id)[1]
  if entry then
    taken[#taken + 1] = {entry[1], before + 1, entry[2]}
  else
    call('XACK', key, group, id)
    gone = gone + 1
  end
end
local function take_of(consumer)
  if #taken < most then
    for _, one in ipairs(call('XPENDING', key, group, '-', '+', most - #taken, consumer)) do
      take(one[1], one[4])
    end
  end
end

take_of(released)
for i = first_lost, first_kept - 1 do
  local id = ARGV[i]
  if #taken < most and tries[id] and not keeps[id] then
    keeps[id] = true
    take(id, tries[id])
  end
end
for i = 8, first_lost - 2, 2 do
  if signs[ARGV[i]] == ARGV[i + 1] then
    take_of(ARGV[i])
  end
end
if #taken < most then
  local fresh = call('XREADGROUP', 'GROUP', group, me, 'COUNT', most - #taken, 'STREAMS', key, '>')
  for _, entry in ipairs(fresh and fresh[1] and fresh[1][2] or {}) do
    taken[#taken + 1] = {entry[1], 1, entry[2]}
  end
end

local unknown = {}
for _, one in ipairs(look and mine or {}) do
  if not keeps[one[1]] then
    unknown[#unknown + 1] = one[1]
  end
end
return {gone, taken, unknown, others}
