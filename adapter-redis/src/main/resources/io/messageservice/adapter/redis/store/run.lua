-- Says which process has the partition, and which it was when that was last noted.
-- KEYS[1]  the partition's key "run"
-- Returns  the id of the process, and what was noted, nothing where nothing was
local info = redis.call('INFO', 'server')
return {string.match(info, 'run_id:(%w+)'), redis.call('GET', KEYS[1]) or ''}
