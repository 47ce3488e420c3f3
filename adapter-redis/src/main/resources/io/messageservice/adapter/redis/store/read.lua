-- Answers questions about one partition, all as of one moment. Writes nothing.
-- KEYS[1]  the partition's key "run"; it begins as all its keys do
-- ARGV     questions of five words each: what, whose, and three more
-- Returns  one answer for each question
local base = string.sub(KEYS[1], 1, -4)
local call = redis.call
local MAX_SENDERS = 4096
local CHUNK = 128
local MAX_SOLE = 256

-- The core of a conversation; who takes part, unless what is known of that is of its version.
local function conversation(id, known)
  local core = call('GET', base .. 'c:' .. id)
  if not core then
    return {}
  end
  if known ~= '' and string.sub(core, 1, #known) == known then
    return {core}
  end
  return {core, call('HKEYS', base .. 'u:' .. id)}
end

local function message(id, seq)
  return call('XRANGE', base .. 'm:' .. id, seq, seq)[1] or {}
end

-- Messages one way from a position, and whether there are more than are given.
local function page(command, id, from, to, limit, max_bytes)
  local entries, bytes = {}, 0
  while true do
    local chunk = call(command, base .. 'm:' .. id, from, to, 'COUNT', CHUNK)
    for i = 1, #chunk do
      if #entries == limit or (#entries > 1 and bytes > max_bytes) then
        return {1, entries}
      end
      entries[#entries + 1] = chunk[i]
      bytes = bytes + #chunk[i][2][6]
    end
    if #chunk < CHUNK then
      return {0, entries}
    end
    from = '(' .. chunk[CHUNK][1]
  end
end

-- Who said the messages: sender, second part of the ids, how many in a row, and so on.
local function senders(id, from, to)
  local entries = call('XRANGE', base .. 'm:' .. id, from, to, 'COUNT', MAX_SENDERS)
  local runs, last, era, count = {}, nil, nil, 0
  for i = 1, #entries do
    local sender = entries[i][2][2]
    local its = string.match(entries[i][1], '-(.*)')
    if sender ~= last or its ~= era then
      if last then
        runs[#runs + 1] = tostring(count)
      end
      runs[#runs + 1] = sender
      runs[#runs + 1] = its
      last, era, count = sender, its, 0
    end
    count = count + 1
  end
  if last then
    runs[#runs + 1] = tostring(count)
  end
  return runs
end

-- Up to which position only the sender of the first message has written, found by reading on from a
-- position up to which that is known; -1 where somebody else has.
local function sole(id, from)
  local first, known = message(id, 1), tonumber(from)
  local next = string.format('%.0f', known + 1)
  local entries = call('XRANGE', base .. 'm:' .. id, next, '+', 'COUNT', MAX_SOLE)
  for i = 1, #entries do
    if not first[2] or entries[i][2][2] ~= first[2][2] then
      return -1
    end
  end
  return known + #entries
end

-- How far participants have read, the furthest first; marks of others are passed over.
local function readers(id, most)
  local marks, found, from = base .. 'r:' .. id, {}, 0
  while #found < 2 * most do
    local some = call('ZRANGE', marks, from, from + CHUNK - 1, 'WITHSCORES')
    for i = 1, #some, 2 do
      if #found < 2 * most and call('HEXISTS', base .. 'u:' .. id, some[i]) == 1 then
        found[#found + 1] = some[i]
        found[#found + 1] = some[i + 1]
      end
    end
    if #some < 2 * CHUNK then
      return found
    end
    from = from + CHUNK
  end
  return found
end

local function answer(what, id, a, b, c)
  if what == 'conversation' then
    return conversation(id, a)
  elseif what == 'core' then
    return call('GET', base .. 'c:' .. id)
  elseif what == 'mark' then
    return call('ZSCORE', base .. 'r:' .. id, a)
  elseif what == 'message' then
    return message(id, a)
  elseif what == 'found' then
    local whose = call('HGET', base .. 'ids', id)
    return whose and {whose, message(whose, a)} or {}
  elseif what == 'sent' then
    local seq = call('HGET', base .. 'n:' .. id, a)
    return seq and message(id, seq) or {}
  elseif what == 'senders' then
    return senders(id, a, b)
  elseif what == 'sole' then
    return sole(id, a)
  elseif what == 'seat' then
    return call('HGET', base .. 'u:' .. id, a)
  elseif what == 'seats' then
    return table.concat(call('HVALS', base .. 'u:' .. id), ' ')
  elseif what == 'after' then
    return page('XRANGE', id, a, '+', tonumber(b), tonumber(c))
  elseif what == 'before' then
    return page('XREVRANGE', id, a, '-', tonumber(b), tonumber(c))
  elseif what == 'standing' then
    local core = call('GET', base .. 'c:' .. id)
    if not core then
      return {}
    end
    return {core, call('ZSCORE', base .. 'r:' .. id, a), readers(id, tonumber(b))}
  elseif what == 'member' then
    return call('HEXISTS', base .. 'u:' .. id, a) == 1 and call('GET', base .. 'c:' .. id)
  elseif what == 'silent' then
    return call('ZRANGEBYSCORE', base .. 'silent', '-inf', '(' .. a, 'WITHSCORES', 'LIMIT', 0, b)
  elseif what == 'end' then
    local last = call('XREVRANGE', base .. 'log', '+', '-', 'COUNT', 1)[1]
    return last and last[1] or '0-0'
  elseif what == 'streamed' then
    return call('GET', base .. 'log:position')
  elseif what == 'changes' then
    return call('XRANGE', base .. 'log', a, b, 'COUNT', c)
  end
  return redis.error_reply('ERR no such question: ' .. what)
end

local answers = {}
for i = 1, #ARGV, 5 do
  answers[#answers + 1] = answer(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4])
end
return answers
