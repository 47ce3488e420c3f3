-- How conversations are kept, as both commit.lua and read.lua, which follow, need it.

-- What all keys of the partition begin with.
local base
local call = redis.call
-- How many users are named beside how many have reacted.
local MOST_NAMED = 20

-- How far messages have reached a user by their own report. User and position are one word, so that
-- users come by their ids.
local function delivered(id, user)
  local word = call('ZRANGEBYLEX', base .. 'v:' .. id, '[' .. user .. '\0', '(' .. user .. '\1')[1]
  return word and string.sub(word, #user + 2) or '0'
end

-- What a user has of a conversation for themselves: how far they have read, how far messages have
-- reached them, until when it is muted, and where it was hidden.
local function personal(id, user)
  local read_up_to = 0 - (call('ZSCORE', base .. 'r:' .. id, user) or 0)
  return string.format('%.0f ', read_up_to) .. delivered(id, user) .. ' '
    .. (call('HGET', base .. 'p:' .. id, user) or '0 -1')
end

-- Whether a content is that of a message of the system: its last byte says so.
local function is_of_system(content)
  return string.byte(content) == 97 and string.byte(content, -1) == 1
end

-- Where it is kept who has reacted to a message in one way, each by the change that did it.
local function reacted(id, seq, reaction)
  return table.concat({base .. 'q:' .. id, seq, reaction}, '\n')
end
