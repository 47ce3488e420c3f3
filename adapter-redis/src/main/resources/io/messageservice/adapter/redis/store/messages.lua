-- How messages and reactions are read, for read.lua, which follows.

local CHUNK = 128
local MAX_SENDERS = 4096
local MAX_SOLE = 256
-- Up to which position messages are looked at one by one where more than that changed.
local MAX_FIRST = 512

-- Two numbers in one word.
local function numbers(word)
  local first, second = string.match(word, '^(%d+) (%d+)$')
  return tonumber(first), tonumber(second)
end

-- How many messages and how many changes of these and of itself a core counts.
local function position(core)
  local head, changes = string.match(core, '(%d+) %S+$'), string.match(core, '^%d+ [^ :+]*%+(%d+)')
  return tonumber(head), tonumber(changes or 0)
end

-- A message that is kept beside the stream, as an entry of it; nothing where there is none. That is
-- where it was changed, or was sent shortly before or after one that was deleted.
local function beside(id, seq)
  local state = call('HGET', base .. 'e:' .. id, seq)
  if not state then
    return nil
  end
  local place, sender, times, revision, content =
    string.match(state, '^(.-)\n(.-)\n(.-)\n(.-)\n(.*)$')
  return {place, {'s', sender, 't', times, 'm', content, 'x', revision}}
end

local function message(id, seq)
  return call('XRANGE', base .. 'm:' .. id, seq, seq)[1] or beside(id, seq) or {}
end

-- A message with the reactions to it behind its fields, where there may be some.
local function whole(id, seq, may_have_reactions)
  local entry = message(id, seq)
  entry[3] = entry[1] and may_have_reactions and call('HGET', base .. 'g:' .. id, seq) or nil
  return entry
end

-- The messages from one position to another. Some are missing in the stream, and beside it.
local function stretch(id, from, to)
  local found = call('XRANGE', base .. 'm:' .. id,
    string.format('%.0f', from), string.format('%.0f', to))
  if #found == to - from + 1 then
    return found
  end
  local all, next = {}, 1
  for seq = from, to do
    local entry = found[next]
    if entry and tonumber(string.match(entry[1], '^%d+')) == seq then
      next = next + 1
    else
      entry = beside(id, string.format('%.0f', seq))
    end
    all[#all + 1] = entry
  end
  return all
end

-- The same with the reactions to them.
local function whole_stretch(id, from, to)
  local entries, seqs = stretch(id, from, to), {}
  for i = 1, #entries do
    seqs[i] = string.match(entries[i][1], '^%d+')
  end
  local reactions = seqs[1] and call('HMGET', base .. 'g:' .. id, unpack(seqs)) or {}
  for i = 1, #entries do
    entries[i][3] = reactions[i] or nil
  end
  return entries
end

-- How large a message is: its content, and what is noted of the reactions to it.
local function size(entry)
  return #entry[2][6] + (entry[3] and string.match(entry[3], '^%d+ (%d+)') or 0)
end

-- Messages from one position to another, step by step, and whether there are more than are given.
local function page(id, from, to, step, limit, max_bytes, may_have_reactions)
  local read = may_have_reactions and whole_stretch or stretch
  local entries, bytes = {}, 0
  while (to - from) * step >= 0 do
    if #entries == limit then
      return {1, entries}
    end
    local last = from + step * (math.min(CHUNK, limit - #entries) - 1)
    last = (to - last) * step >= 0 and last or to
    local chunk = read(id, math.min(from, last), math.max(from, last))
    for i = step > 0 and 1 or #chunk, step > 0 and #chunk or 1, step do
      if #entries > 1 and bytes > max_bytes then
        return {1, entries}
      end
      entries[#entries + 1] = chunk[i]
      bytes = bytes + size(chunk[i])
    end
    from = last + step
  end
  return {0, entries}
end

-- Whether there are reactions to messages of a conversation with so many changes.
local function may_have_reactions(id, count)
  return count > 0 and call('EXISTS', base .. 'g:' .. id) == 1
end

-- A page of a conversation from a position on, or back from it.
local function history(id, step, from, limit, max_bytes)
  local core = call('GET', base .. 'c:' .. id)
  if not core then
    return {0, {}}
  end
  local head, count = position(core)
  local first, last = math.min(tonumber(from), head), 1
  if step > 0 then
    first, last = tonumber(from), head
  end
  return page(id, first, last, step, tonumber(limit), tonumber(max_bytes), may_have_reactions(id, count))
end

-- As each_change, but looks at each message up to the position.
local function each_of_first(index, up_to, after_rev, take)
  local revs, seqs = {}, {}
  for seq = 1, up_to do
    local rev = tonumber(call('ZSCORE', index, seq) or 0)
    if rev > after_rev then
      revs[#revs + 1] = rev
      seqs[rev] = seq
    end
  end
  table.sort(revs)
  for _, rev in ipairs(revs) do
    if not take(seqs[rev]) then
      return
    end
  end
end

-- Calls with each message up to a position whose last change is after that number, by the numbers
-- of these changes, as long as it is answered so.
local function each_change(id, up_to, after_rev, take)
  local index, from = base .. 'x:' .. id, '(' .. after_rev
  if up_to <= MAX_FIRST and up_to < call('ZCOUNT', index, from, '+inf') then
    return each_of_first(index, up_to, tonumber(after_rev), take)
  end
  while true do
    local chunk = call('ZRANGEBYSCORE', index, from, '+inf', 'WITHSCORES', 'LIMIT', 0, CHUNK)
    for i = 1, #chunk, 2 do
      if tonumber(chunk[i]) <= up_to and not take(chunk[i]) then
        return
      end
    end
    if #chunk < 2 * CHUNK then
      return
    end
    from = '(' .. chunk[#chunk]
  end
end

-- The changed messages up to a position, whether there are more, and how large these are.
local function changes(id, up_to, after_rev, limit, max_bytes)
  local entries, bytes, more = {}, 0, 0
  each_change(id, up_to, after_rev, function(seq)
    if #entries == limit or (#entries > 1 and bytes > max_bytes) then
      more = 1
      return false
    end
    local entry = whole(id, seq, true)
    entries[#entries + 1] = entry
    bytes = bytes + size(entry)
    return true
  end)
  return {more, entries}, bytes
end

local function change_count(id, to, after_rev, limit)
  local core, up_to, most = call('GET', base .. 'c:' .. id), tonumber(to), tonumber(limit)
  if core and up_to >= position(core) then
    return math.min(most, call('ZCOUNT', base .. 'x:' .. id, '(' .. after_rev, '+inf'))
  end
  local count = 0
  each_change(id, up_to, after_rev, function()
    count = count + 1
    return count < most
  end)
  return count
end

-- Who sent the messages: sender, second part of the ids, how many in a row, and so on. Those of the
-- system are of nobody and, where only those that are left are asked for, so are deleted ones.
local function senders(id, from, to, which)
  local entries = stretch(id, tonumber(from), math.min(tonumber(to), from + MAX_SENDERS - 1))
  local runs, last, era, count = {}, nil, nil, 0
  for i = 1, #entries do
    local fields = entries[i][2]
    local is_deleted = fields[7] == 'x' and string.find(fields[8], '[dm]')
    local is_left_out = is_deleted and which == 'left' or is_of_system(fields[6])
    local sender = is_left_out and '' or fields[2]
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
  local core = call('GET', base .. 'c:' .. id)
  if not core then
    return tonumber(from)
  end
  local first, known = message(id, 1), tonumber(from)
  local entries = stretch(id, known + 1, math.min(position(core), known + MAX_SOLE))
  for i = 1, #entries do
    if not first[2] or entries[i][2][2] ~= first[2][2] then
      return -1
    end
  end
  return known + #entries
end

-- The message of that name, and the digest of what it was at first where it was changed.
local function sent(id, name, may_have_reactions)
  local seq = call('HGET', base .. 'n:' .. id, name)
  return seq and {whole(id, seq, may_have_reactions), call('HGET', base .. 'f:' .. id, seq)} or {}
end

-- The message at a position of the conversation with that hash. Another field tells whether anybody
-- ever reacted to a message there.
local function found(hash, seq)
  local noted = call('HMGET', base .. 'ids', hash, 'r' .. hash)
  return noted[1] and {noted[1], whole(noted[1], seq, noted[2])} or {}
end

-- How many different reactions a message has, how many users gave this one, and whether that one did.
local function reaction_state(id, seq, reaction, user)
  local _, different = string.gsub(call('HGET', base .. 'g:' .. id, seq) or '', '\n', '')
  local key = reacted(id, seq, reaction)
  return {different, call('ZCARD', key), call('ZSCORE', key, user) and 1 or 0}
end

-- Who gave a reaction to a message, or any, after a change: each with the number of the change, in
-- that order, one more than the limit where there are more.
local function reactions(id, seq, wanted, after)
  local rev, limit = numbers(after)
  local all, answer = {}, {}
  for reaction in string.gmatch(call('HGET', base .. 'g:' .. id, seq) or '', '\n([^\1]+)') do
    local some = (wanted == '' or wanted == reaction) and call('ZRANGEBYSCORE',
      reacted(id, seq, reaction), '(' .. string.format('%.0f', rev), '+inf', 'WITHSCORES',
      'LIMIT', 0, limit + 1) or {}
    for i = 1, #some, 2 do
      all[#all + 1] = {reaction, some[i], some[i + 1]}
    end
  end
  table.sort(all, function(a, b) return tonumber(a[3]) < tonumber(b[3]) end)
  for i = 1, math.min(#all, limit + 1) do
    for _, word in ipairs(all[i]) do
      answer[#answer + 1] = word
    end
  end
  return answer
end

-- How a user has reacted to a message, by what is noted of the reactions to it.
local function own_reactions(id, seq, counts, user)
  local own = {}
  for reaction, count, named in string.gmatch(counts, '\n([^\1]+)\1(%d+)([^\n]*)') do
    if tonumber(count) > MOST_NAMED or string.find(named .. '\2', '\2' .. user .. '\2', 1, true) then
      local rev = call('ZSCORE', reacted(id, seq, reaction), user)
      own[#own + 1] = rev and {tonumber(rev), reaction} or nil
    end
  end
  table.sort(own, function(a, b) return a[1] < b[1] end)
  return own
end

-- The same for the messages from one position to another: each reaction with the position before it.
local function own(id, user, from, to)
  local head, count = position(call('GET', base .. 'c:' .. id) or '0 0')
  local answer = {}
  if count == 0 then
    return answer
  end
  for first = from, math.min(to, head), CHUNK do
    local seqs = {}
    for seq = first, math.min(to, head, first + CHUNK - 1) do
      seqs[#seqs + 1] = string.format('%.0f', seq)
    end
    local counts = call('HMGET', base .. 'g:' .. id, unpack(seqs))
    for i, seq in ipairs(seqs) do
      for _, each in ipairs(own_reactions(id, seq, counts[i] or '', user)) do
        answer[#answer + 1] = seq
        answer[#answer + 1] = each[2]
      end
    end
  end
  return answer
end
