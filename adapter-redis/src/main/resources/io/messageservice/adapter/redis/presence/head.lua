-- Every script knows these keys, all in one slot:
--
-- board    hash    id, n: the number of the last crossing, clock: the time of the board, era: how often
--                  the clock stood still, at: when a node last gave a sign of life by the clock of
--                  Redis, clocked: the same where it set the clock too
-- leases   zset    lease to its end, by the board's clock
-- users    hash    who is online to his display name
-- holders  hash    user to the leases that have him, with spaces between
-- graces   zset    who is online but has no connection to when they go offline, by the board's clock
-- left     hash    the same to when they closed their last, by the clock of Redis
-- log      stream  crossings by number, the newest ten thousand or so
-- numbers  hash    lease to the number of its last change, so that a late one is known
-- board:lease:L    set of the users of lease L
--
-- and begins with the same arguments: lease, its length in milliseconds, the channel, an id for the
-- board where there is none, then the name of the clock that the node knows and what that shows as the
-- node reckons, both empty where it knows none. All times are in milliseconds.
local BOARD, LEASES, USERS, HOLDERS, GRACES, LEFT, LOG, NUMBERS = unpack(KEYS)
local lease, length, channel = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local function whole(number) return string.format('%.0f', number) end
