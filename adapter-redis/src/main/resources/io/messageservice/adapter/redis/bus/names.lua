-- Names of nodes, with spaces between. Keys: interest, watchers.
local function without(names, node)
  local kept = {}
  for name in string.gmatch(names, '%S+') do
    if name ~= node then kept[#kept + 1] = name end
  end
  return table.concat(kept, ' ')
end
local function has(names, node)
  return string.find(' ' .. names .. ' ', ' ' .. node .. ' ', 1, true)
end
local function remove(topic, node, names)
  local left = without(names, node)
  if left == '' then redis.call('HDEL', KEYS[1], topic)
  else redis.call('HSET', KEYS[1], topic, left) end
end
