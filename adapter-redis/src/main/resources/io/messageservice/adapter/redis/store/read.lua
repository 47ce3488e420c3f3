-- Answers questions about one partition, all as of one moment. Writes nothing.
-- KEYS[1]  the partition's key "run"; it begins as all its keys do
-- ARGV     questions of five words each: what, whose, and three more
-- Returns  one answer for each question
base = string.sub(KEYS[1], 1, -4)

-- The core of a conversation; who takes part and what only some groups have, unless what is known of
-- that is of its version.
local function conversation(id, known)
  local core = call('GET', base .. 'c:' .. id)
  if not core then
    return {}
  end
  if known ~= '' and string.sub(core, 1, #known) == known
      and string.find(core, '^[+: ]', #known + 1) then
    return {core}
  end
  local has_record = string.find(core, '^%d+ [^ :+]*!')
  return {core, call('HKEYS', base .. 'u:' .. id), has_record and call('GET', base .. 'a:' .. id)}
end

-- A conversation, what changed in it and what was sent in it after a position.
local function missed(id, known, after, limits)
  local found = conversation(id, known)
  if not found[1] then
    return {}
  end
  local head, count = position(found[1])
  local seq, rev = numbers(after)
  local limit, max_bytes = numbers(limits)
  local older, bytes = {0, {}}, 0
  if count > 0 and rev < head + count then
    older, bytes = changes(id, seq, string.format('%.0f', rev), limit, max_bytes)
  end
  if older[1] == 1 then
    return {found, older[2], {}, 1}
  end
  local newer = page(id, seq + 1, head, 1, limit - #older[2], max_bytes - bytes,
    may_have_reactions(id, count))
  return {found, older[2], newer[2], newer[1]}
end

-- Calls with each member of a sorted set and its score, in its order, as long as it is answered so.
local function each_member(key, take)
  local from = 0
  repeat
    local some = call('ZRANGE', key, from, from + CHUNK - 1, 'WITHSCORES')
    for i = 1, #some, 2 do
      if not take(some[i], some[i + 1]) then
        return
      end
    end
    from = from + CHUNK
  until #some < 2 * CHUNK
end

-- The participants by how far they have read, below zero, and those who have read nothing.
local function by_score(id, marks)
  local users, scores, read, others = call('HKEYS', base .. 'u:' .. id), {}, {}, {}
  for from = 1, #users, CHUNK do
    local last = math.min(#users, from + CHUNK - 1)
    for i, score in ipairs(call('ZMSCORE', marks, unpack(users, from, last))) do
      local number, user = tonumber(score or 0), users[from + i - 1]
      if not score then
        others[#others + 1] = user
      elseif read[number] then
        table.insert(read[number], user)
      else
        read[number], scores[#scores + 1] = {user}, number
      end
    end
  end
  table.sort(scores)
  return scores, read, others
end

-- Adds users in the order of their ranks. Lua would compare texts as the locale of the server has it.
local function add_by_rank(found, id, users, most, marks, rank_of)
  local ranks, ranked = {}, {}
  for _, user in ipairs(users) do
    local rank = rank_of(user)
    if rank then
      ranks[#ranks + 1], ranked[rank] = rank, user
    end
  end
  table.sort(ranks)
  for i = 1, math.min(#ranks, most - #found) do
    local user = ranked[ranks[i]]
    found[#found + 1] = {user, call('ZSCORE', marks, user) or '0', delivered(id, user)}
  end
end

-- The same as below, found by looking at each participant.
local function readers_among(id, most)
  local marks, words, found = base .. 'r:' .. id, base .. 'v:' .. id, {}
  local scores, read, others = by_score(id, marks)
  for _, score in ipairs(scores) do
    if #found == most then
      return found
    end
    add_by_rank(found, id, read[score], most, marks, function(user)
      return call('ZRANK', marks, user)
    end)
  end
  if #found < most and call('EXISTS', words) == 1 then
    add_by_rank(found, id, others, most, marks, function(user)
      return delivered(id, user) ~= '0' and call('ZLEXCOUNT', words, '-', '(' .. user .. '\0')
    end)
  end
  return found
end

-- Participants whom anything has reached, with both marks: those who have read furthest first, then
-- by their ids those who have read nothing. Marks of others are passed over, but of no more than there
-- are participants: then it takes less to look at each of these.
local function readers(id, most)
  if most == 0 then
    return {}
  end
  local marks, users, found = base .. 'r:' .. id, base .. 'u:' .. id, {}
  local left = math.max(CHUNK, call('HLEN', users))
  local function take(user, score, up_to)
    if not score or call('HEXISTS', users, user) == 0 then
      left = left - 1
      return left > 0
    end
    found[#found + 1] = {user, score, up_to or delivered(id, user)}
    return #found < most
  end
  each_member(marks, take)
  if #found < most and left > 0 then
    each_member(base .. 'v:' .. id, function(word)
      local user, up_to = string.match(word, '^(%Z+)%z(.*)$')
      return take(user, not call('ZSCORE', marks, user) and '0', up_to)
    end)
  end
  return left > 0 and found or readers_among(id, most)
end

-- How many messages after a position are deleted and were sent by others than the reader.
local function deleted_of_others(id, reader, after)
  local found = call('ZRANGEBYSCORE', base .. 'd:' .. id, '(' .. string.format('%.0f', after), '+inf')
  local count = 0
  for i = 1, #found do
    if string.match(found[i], '^%d+ (.*)$') ~= reader then
      count = count + 1
    end
  end
  return count
end

-- A conversation, what the reader has of it, how much after what they have read is deleted, and how far
-- others have read.
local function standing(id, reader, most)
  local core = call('GET', base .. 'c:' .. id)
  if not core then
    return {}
  end
  local own, deleted = personal(id, reader), 0
  local _, changes_made = position(core)
  if changes_made > 0 then
    deleted = deleted_of_others(id, reader, string.match(own, '^%d+'))
  end
  return {core, own, deleted, readers(id, tonumber(most))}
end

-- By which commits, counted in this partition, something was last changed that a user sees in lists:
-- what all see, and what only they do.
local function stamps(id, user)
  local found = call('HMGET', base .. 's:' .. id, '', user)
  return tonumber(found[1] or 0), tonumber(found[2] or 0)
end

-- The core where a user takes part, with what they prefer where that is asked for; otherwise nothing
-- and when they left, where that is known. And whether they see in lists that something changed after
-- a commit.
local function member(id, user, preferences, since)
  local of_all, of_user, after = 0, 0, tonumber(since) or 0
  local core = call('HEXISTS', base .. 'u:' .. id, user) == 1 and call('GET', base .. 'c:' .. id)
  local left = not core and call('ZSCORE', base .. 'l:' .. id, user)
  if since ~= '' and (core or left) then
    of_all, of_user = stamps(id, user)
  end
  if core then
    return {core, preferences ~= '' and call('HGET', base .. 'p:' .. id, user),
      math.max(of_all, of_user) > after and 1 or 0}
  end
  return left and {false, left, of_user > after and 1 or 0}
end

-- How many entries there are for the name after a position.
local function mentions_of(id, name, after)
  return call('ZLEXCOUNT', base .. 'y:' .. id,
    '(' .. name .. string.format('\0%016.0f', after), '(' .. name .. '\1')
end

-- How many messages of others after a position mention a user, or all.
local function mentions(id, user, after)
  return mentions_of(id, user, after) + mentions_of(id, '', after) - mentions_of(id, '\1' .. user, after)
end

-- A conversation in which the reader takes part, what they have of it, how much after what they have read
-- is deleted, and how many messages after that mention them. For a total, as of a time, nothing where nothing
-- counts: where all is read, or where they have hidden it; nor how much is deleted where it is muted.
local function unread(id, reader, total_at)
  local core = call('GET', base .. 'c:' .. id)
  local read_up_to = 0 - (call('ZSCORE', base .. 'r:' .. id, reader) or 0)
  local head, changes_made = position(core or '0 0')
  local is_read, is_total = read_up_to >= head, total_at ~= ''
  if not core or is_read and is_total or call('HEXISTS', base .. 'u:' .. id, reader) == 0 then
    return false
  end
  local own = personal(id, reader)
  if is_total and tonumber(string.match(own, '%S+$')) == head then
    return false
  end
  local is_muted = is_total and tonumber(string.match(own, '(%S+) %S+$')) > tonumber(total_at)
  return {core, own,
    not is_read and not is_muted and changes_made > 0 and deleted_of_others(id, reader, read_up_to) or 0,
    is_read and 0 or mentions(id, reader, read_up_to)}
end

-- The first and the last change that the log holds, and the one of that number, where there are such.
local function log(_, number)
  local key = base .. 'log'
  local first = call('XRANGE', key, '-', '+', 'COUNT', 1)[1]
  local last = call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
  local asked = call('XRANGE', key, number, number)[1]
  return {first and first[1] or '', last and last[1] or '', asked and asked[1] or ''}
end

-- What is asked, and how it is answered.
local QUESTIONS = {
  conversation = conversation, found = found, missed = missed, own = own, personal = personal,
  reaction = reaction_state, reactions = reactions, senders = senders, sole = sole, standing = standing,
  member = member, unread = unread,
  commits = function() return call('GET', base .. 'commits') or '0' end,
  core = function(id) return call('GET', base .. 'c:' .. id) end,
  ban = function(id, user) return call('HGET', base .. 'b:' .. id, user) end,
  seat = function(id, user) return call('HGET', base .. 'u:' .. id, user) end,
  seats = function(id) return table.concat(call('HVALS', base .. 'u:' .. id), ' ') end,
  message = function(id, seq, reactions) return whole(id, seq, reactions ~= '') end,
  sent = function(id, name, reactions) return sent(id, name, reactions ~= '') end,
  after = function(id, ...) return history(id, 1, ...) end,
  before = function(id, ...) return history(id, -1, ...) end,
  changed = function(id, up_to, after_rev, limits)
    return (changes(id, tonumber(up_to), after_rev, numbers(limits)))
  end,
  ['changed count'] = change_count,
  blocks = function(user, other) return call('ZSCORE', base .. 'blocks:' .. user, other) end,
  ['block count'] = function(user) return call('ZCARD', base .. 'blocks:' .. user) end,
  blocked = function(user, after, limit)
    return call('ZRANGEBYLEX', base .. 'blocks:' .. user, '(' .. after, '+', 'LIMIT', 0, limit)
  end,
  silent = function(_, before, limit)
    return call('ZRANGEBYSCORE', base .. 'silent', '-inf', '(' .. before, 'WITHSCORES', 'LIMIT', 0,
      limit)
  end,
  ['end'] = function()
    local last = call('XREVRANGE', base .. 'log', '+', '-', 'COUNT', 1)[1]
    return last and last[1] or '0-0'
  end,
  log = log,
  streamed = function() return call('GET', base .. 'log:position') end,
  changes = function(_, from, to, count)
    return call('XRANGE', base .. 'log', from, to, 'COUNT', count)
  end,
}

local answers = {}
for i = 1, #ARGV, 5 do
  local answer = QUESTIONS[ARGV[i]]
  if not answer then
    return redis.error_reply('ERR no such question: ' .. ARGV[i])
  end
  answers[#answers + 1] = answer(ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4])
end
return answers
