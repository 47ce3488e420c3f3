-- Writes what was decided in conversations of some partitions, each only where it still stands as it
-- was seen. Sent twice it is carried out once.
-- KEYS     of each partition its key "run", which begins as all its keys do
-- ARGV     1 the writer, 2 the number of its batch, growing, 3 its node, 4 the time in milliseconds,
--          5 for how many milliseconds changes are kept,
--          then for each partition: what "run" is to be, how many words follow, and
--          for each of its conversations: its id (empty where what there is of users is written),
--          its core as seen (empty where there was none),
--          how many words of checks, these, how many words of writes, these
-- Returns  for each partition: 'run' where it is another one, 'late' where a later batch was
--          written; otherwise a line for each conversation that stands otherwise: its place, from 1,
--          and its core
-- Far longer than a batch is sent again, since the clock of Redis may jump.
local WRITER_SECONDS = 7 * 86400
local MOST_SEATS = 16
-- Of a block of a stream, by default: the most entries, and when no further one is added.
local BLOCK_ENTRIES = 100
local BLOCK_BYTES = 4096
-- How many stamps are written at once: Lua takes only so many arguments.
local MOST_STAMPS = 1000
-- How long it is known that a user has left, a day longer than readers name it; and how many of these,
-- and of conversations that are there no more, are forgotten at once.
local LEFT_MILLIS = 32 * 86400000
local MOST_FORGOTTEN = 16
-- With how many changes old ones are removed, and of how many at most it is looked how old they are, so
-- many at once.
local CHANGES_TO_TRIM = 64
local MOST_OLD = 128
local OLD_CHUNK = 16
-- How many commits the partition has counted with this one, where that is known.
local commits

-- Whether everything that was seen of the conversation is still so.
local function stands(id, core, i, to)
  if (call('GET', base .. 'c:' .. id) or '') ~= core then
    return false
  end
  while i < to do
    local what = ARGV[i]
    if what == 'unused' then
      if call('HEXISTS', base .. 'n:' .. id, ARGV[i + 1]) == 1 then
        return false
      end
    elseif what == 'personal' then
      if personal(id, ARGV[i + 1]) ~= ARGV[i + 2] then
        return false
      end
    elseif what == 'rev' then -- a message without a change is as it was sent
      local rev = call('ZSCORE', base .. 'x:' .. id, ARGV[i + 1])
      if rev and tonumber(rev) ~= tonumber(ARGV[i + 2]) then
        return false
      end
    elseif what == 'ban' then
      if (call('HGET', base .. 'b:' .. id, ARGV[i + 1]) or '') ~= ARGV[i + 2] then
        return false
      end
    elseif what == 'seat' then
      if (call('HGET', base .. 'u:' .. id, ARGV[i + 1]) or '') ~= ARGV[i + 2] then
        return false
      end
    elseif table.concat(call('HVALS', base .. 'u:' .. id), ' ') ~= ARGV[i + 2] then
      return false
    end
    i = i + 3
  end
  return true
end

-- The nodes on which a participant is in the room, without or with this one, which comes last.
local function sit(id, user, taken)
  local key, nodes, count = base .. 'u:' .. id, {}, 0
  local before = call('HGET', key, user)
  if not before then
    return
  end
  for node in string.gmatch(before, '%S+') do
    if node ~= ARGV[3] then
      nodes[#nodes + 1] = node
    end
  end
  if taken then
    nodes[#nodes + 1] = ARGV[3]
  end
  local now = table.concat(nodes, ' ', math.max(1, #nodes - MOST_SEATS + 1))
  if now ~= before then
    call('HSET', key, user, now)
  end
end

-- Writes a message; what follows its place are fields that only some have.
local function append(id, i, ...)
  call('XADD', base .. 'm:' .. id, ARGV[i + 1],
    's', ARGV[i + 2], 't', ARGV[i + 3], 'm', ARGV[i + 4], ...)
end

-- Keeps a message beside the stream, whose entries cannot be written again.
local function keep(id, place, ...)
  call('HSET', base .. 'e:' .. id, string.match(place, '^%d+'), table.concat({place, ...}, '\n'))
end

-- Moves what may share a block of the stream with the message at that position, on one side of it:
-- Redis gives the memory of an entry free only with its block. Positions have no holes, and a block
-- counts what was taken out of it, so nothing further away shares it, however little is left between.
local function move(id, command, seq, to)
  local bytes, moved = 0, {}
  for _, entry in ipairs(call(command, base .. 'm:' .. id, seq, string.format('%.0f', to))) do
    if bytes >= BLOCK_BYTES then
      break
    end
    local place, fields = entry[1], entry[2]
    local rev = string.match(place, '^%d+') + (fields[8] or 0)
    keep(id, place, fields[2], fields[4], string.format('%.0f', rev), fields[6])
    moved[#moved + 1] = place
    bytes = bytes + #fields[6]
  end
  if #moved > 0 then
    call('XDEL', base .. 'm:' .. id, unpack(moved))
  end
end

-- How large reactions and names of users are, without counts and what stands between.
local function size(counts)
  local texts = string.gsub(counts, '\1%d+', '')
  local _, between = string.gsub(texts, '[\2\n]', '')
  return #texts - between
end

-- Adds a reaction of a user or takes it back. Those who read the message read one text: the number of
-- the last such change, how large the rest is and, for each reaction in a line, how many users gave it
-- and the first of them.
local function react(id, i)
  local seq, rev, reaction, user = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local key, counts = reacted(id, seq, reaction), base .. 'g:' .. id
  if ARGV[i + 5] == '1' then
    call('ZADD', key, rev, user)
  else
    call('ZREM', key, user)
  end
  local count, first = call('ZCARD', key), call('ZRANGE', key, 0, MOST_NAMED - 1)
  local now = count > 0 and table.concat({reaction .. '\1' .. count, unpack(first)}, '\2') or nil
  local lines = {''}
  for line in string.gmatch(call('HGET', counts, seq) or '', '\n([^\n]+)') do
    if string.match(line, '^[^\1]+') ~= reaction then
      lines[#lines + 1] = line
    else
      lines[#lines + 1], now = now, nil
    end
  end
  lines[#lines + 1] = now
  local text = table.concat(lines, '\n')
  call('HSET', counts, seq, rev .. ' ' .. size(text) .. text)
  call('ZADD', base .. 'x:' .. id, 'GT', rev, seq)
  call('HSET', base .. 'ids', ARGV[i + 6], '') -- for those who look for a message by its id
end

-- What is deleted takes its reactions with it, and is noted with its sender where it was unread.
local function delete(id, seq, sender, content)
  for reaction in string.gmatch(call('HGET', base .. 'g:' .. id, seq) or '', '\n([^\1]+)') do
    call('DEL', reacted(id, seq, reaction))
  end
  call('HDEL', base .. 'g:' .. id, seq)
  if not is_of_system(content) then
    call('ZADD', base .. 'd:' .. id, seq, seq .. ' ' .. sender)
  end
  move(id, 'XREVRANGE', seq, math.max(0, seq - BLOCK_ENTRIES))
  move(id, 'XRANGE', seq, seq + BLOCK_ENTRIES)
end

-- Writes the new state of a message over the old one.
local function change(id, i)
  local place, sender, revision, content = ARGV[i + 1], ARGV[i + 2], ARGV[i + 4], ARGV[i + 5]
  local seq = string.match(place, '^%d+')
  call('XDEL', base .. 'm:' .. id, place)
  keep(id, place, sender, ARGV[i + 3], revision, content)
  call('ZADD', base .. 'x:' .. id, string.match(revision, '^%d+'), seq)
  if not string.find(revision, 'e', 1, true) then
    delete(id, seq, sender, content)
  end
end

-- Writes what there is to write, or removes what was there.
local function record(id, bytes)
  if bytes == '' then
    call('DEL', base .. 'a:' .. id)
  else
    call('SET', base .. 'a:' .. id, bytes)
  end
end

-- Notes something of a user, such as until when they are banned; nothing where that is over.
local function note(key, user, value)
  if value == '' then
    call('HDEL', key, user)
  else
    call('HSET', key, user, value)
  end
end

-- Notes how far a user has read, below zero so that those who have read most come first.
local function mark(id, user, score)
  if score == '0' then
    call('ZREM', base .. 'r:' .. id, user)
  else
    call('ZADD', base .. 'r:' .. id, score, user)
  end
end

-- Notes how far messages have reached a user.
local function reach(id, user, up_to)
  call('ZREMRANGEBYLEX', base .. 'v:' .. id, '[' .. user .. '\0', '(' .. user .. '\1')
  if up_to ~= '0' then
    call('ZADD', base .. 'v:' .. id, 0, user .. '\0' .. up_to)
  end
end

-- Notes by which commit, counted in this partition, something was changed that is seen in lists, for
-- each of some names.
local function stamp(id, names, first, last)
  commits = commits or call('INCR', base .. 'commits')
  if first == last then -- as for each message
    call('HSET', base .. 's:' .. id, names[first], commits)
    return
  end
  for from = first, last, MOST_STAMPS do
    local words = {}
    for i = from, math.min(last, from + MOST_STAMPS - 1) do
      words[#words + 1] = names[i]
      words[#words + 1] = commits
    end
    call('HSET', base .. 's:' .. id, unpack(words))
  end
end

-- Some of those of a sorted set that were noted too long ago.
local function long_ago(key)
  return call('ZRANGEBYSCORE', key, '-inf', ARGV[4] - LEFT_MILLIS, 'LIMIT', 0, MOST_FORGOTTEN)
end

-- A user takes part no more, which is known for some time; with each, some are forgotten that left
-- before that.
local function part(id, user)
  local gone = base .. 'l:' .. id
  call('HDEL', base .. 'u:' .. id, user)
  call('ZADD', gone, ARGV[4], user)
  local old = long_ago(gone)
  if #old > 0 then
    call('ZREM', gone, unpack(old))
    call('HDEL', base .. 's:' .. id, unpack(old))
  end
end

-- With each conversation that is there no more, some are forgotten that were removed before that, unless
-- they have begun again.
local function forget_past()
  local past = base .. 'past'
  for _, id in ipairs(long_ago(past)) do
    call('ZREM', past, id)
    if call('EXISTS', base .. 'c:' .. id) == 0 then
      call('DEL', base .. 's:' .. id, base .. 'l:' .. id)
    end
  end
end

-- Removes all of a conversation but who took part in it: they do so no more, also where it begins again.
local function forget(id)
  local users = call('HKEYS', base .. 'u:' .. id)
  for _, user in ipairs(users) do
    part(id, user)
  end
  stamp(id, users, 1, #users)
  call('DEL', base .. 'c:' .. id, base .. 'u:' .. id, base .. 'r:' .. id, base .. 'a:' .. id,
    base .. 'b:' .. id, base .. 'v:' .. id, base .. 'p:' .. id)
  call('ZREM', base .. 'silent', id)
  call('ZADD', base .. 'past', ARGV[4], id)
  forget_past()
end

-- Removes the oldest changes, where they are older than they are kept by the clock of the node and by that
-- of Redis: where one of them is ahead nothing goes too early. An entry is as old as it says, and not older
-- than the one before it.
local function trim()
  local now = call('TIME')
  local before = math.min(tonumber(ARGV[4]), now[1] * 1000) - ARGV[5]
  local next, first_young = '-', nil
  for _ = 1, MOST_OLD, OLD_CHUNK do
    local some = call('XRANGE', base .. 'log', next, '+', 'COUNT', OLD_CHUNK)
    for _, entry in ipairs(some) do
      first_young = entry[1]
      if tonumber(string.match(first_young, '%d+$')) >= before then
        return call('XTRIM', base .. 'log', 'MINID', first_young)
      end
    end
    if #some < OLD_CHUNK then
      break
    end
    next = '(' .. first_young
  end
  return first_young and call('XTRIM', base .. 'log', 'MINID', first_young)
end

-- Notes what was done, and by which traces where there are any.
local function tell(id, i)
  local traces = ARGV[i + 11] == '' and {} or {'t', ARGV[i + 11]}
  local number = call('INCR', base .. 'changes')
  if number % CHANGES_TO_TRIM == 0 then
    trim()
  end
  call('XADD', base .. 'log', number .. '-' .. ARGV[4],
    'c', id, 'f', ARGV[i + 1], 'h', ARGV[i + 2], 'v', ARGV[i + 3],
    'i', ARGV[i + 4], 'o', ARGV[i + 5], 'r', ARGV[i + 6], 'k', ARGV[i + 7], 'a', ARGV[i + 8],
    'd', ARGV[i + 9], 'm', '', 'e', ARGV[i + 10], unpack(traces))
end

local function write(id, i, to)
  while i < to do
    local what = ARGV[i]
    if what == 'core' then
      call('SET', base .. 'c:' .. id, ARGV[i + 1])
      i = i + 2
    elseif what == 'record' then -- what only some groups have, and blocked conversations
      record(id, ARGV[i + 1])
      i = i + 2
    elseif what == 'ban' then
      note(base .. 'b:' .. id, ARGV[i + 1], ARGV[i + 2])
      i = i + 3
    elseif what == 'message' then
      append(id, i)
      i = i + 5
    elseif what == 'later' then -- a message after changes
      append(id, i, 'r', ARGV[i + 5])
      i = i + 6
    elseif what == 'changed' then
      change(id, i)
      i = i + 6
    elseif what == 'reaction' then
      react(id, i)
      i = i + 7
    elseif what == 'digest' then
      call('HSETNX', base .. 'f:' .. id, ARGV[i + 1], ARGV[i + 2])
      i = i + 3
    elseif what == 'name' then
      call('HSET', base .. 'n:' .. id, ARGV[i + 1], ARGV[i + 2])
      i = i + 3
    elseif what == 'mark' then
      mark(id, ARGV[i + 1], ARGV[i + 2])
      i = i + 3
    elseif what == 'reached' then
      reach(id, ARGV[i + 1], ARGV[i + 2])
      i = i + 3
    elseif what == 'preferences' then
      note(base .. 'p:' .. id, ARGV[i + 1], ARGV[i + 2])
      i = i + 3
    elseif what == 'came' then
      call('HSET', base .. 'u:' .. id, ARGV[i + 1], '')
      call('ZREM', base .. 'l:' .. id, ARGV[i + 1])
      i = i + 2
    elseif what == 'went' then
      part(id, ARGV[i + 1])
      i = i + 2
    elseif what == 'stamp' then
      local last = i + 1 + ARGV[i + 1]
      stamp(id, ARGV, i + 2, last)
      i = last + 1
    elseif what == 'mention' then
      call('ZADD', base .. 'y:' .. id, 0, ARGV[i + 1])
      i = i + 2
    elseif what == 'unmention' then
      call('ZREM', base .. 'y:' .. id, ARGV[i + 1])
      i = i + 2
    elseif what == 'sits' or what == 'rises' then
      sit(id, ARGV[i + 1], what == 'sits')
      i = i + 2
    elseif what == 'silent' then
      call('ZADD', base .. 'silent', ARGV[i + 1], id)
      i = i + 2
    elseif what == 'first' then
      call('ZREM', base .. 'silent', id)
      call('HSETNX', base .. 'ids', ARGV[i + 1], id)
      i = i + 2
    elseif what == 'block' then
      call('ZADD', base .. 'blocks:' .. ARGV[i + 1], 0, ARGV[i + 2])
      i = i + 3
    elseif what == 'unblock' then
      call('ZREM', base .. 'blocks:' .. ARGV[i + 1], ARGV[i + 2])
      i = i + 3
    elseif what == 'noted' then -- of a user, whose id stands where that of a conversation does
      tell(ARGV[i + 1], i + 1)
      i = i + 13
    elseif what == 'forget' then
      forget(id)
      i = i + 1
    else -- log
      tell(id, i)
      i = i + 12
    end
  end
end

-- The answer of a partition, whose conversations stand from one word to another.
local function commit(run, i, to)
  if call('GET', base .. 'run') ~= run then
    return 'run'
  end
  local writer = base .. 'w:' .. ARGV[1]
  local last = call('GET', writer)
  if last then
    local number, answer = string.match(last, '^(%d+):(.*)$')
    if number == ARGV[2] then
      return answer
    elseif tonumber(number) > tonumber(ARGV[2]) then
      return 'late'
    end
  end
  local others, written, place = {}, false, 1
  while i < to do
    local id, core = ARGV[i], ARGV[i + 1]
    local checks = i + 3
    local writes = checks + tonumber(ARGV[i + 2]) + 1
    local after = writes + tonumber(ARGV[writes - 1])
    if not stands(id, core, checks, writes - 1) then
      others[#others + 1] = place .. ' ' .. (call('GET', base .. 'c:' .. id) or '') .. '\n'
    elseif after > writes then
      if core == '' and id ~= '' then -- what versions left behind that forgot it without knowing of these
        call('DEL', base .. 'a:' .. id, base .. 'b:' .. id, base .. 'v:' .. id, base .. 'p:' .. id)
      end
      write(id, writes, after)
      written = true
    end
    place, i = place + 1, after
  end
  local answer = table.concat(others)
  if written then
    call('SET', writer, ARGV[2] .. ':' .. answer, 'EX', WRITER_SECONDS)
  end
  return answer
end

local answers, i = {}, 6
for k, key in ipairs(KEYS) do
  base, commits = string.sub(key, 1, -4), nil
  local to = i + 2 + tonumber(ARGV[i + 1])
  answers[k] = commit(ARGV[i], i + 2, to)
  i = to
end
return answers
