package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.link.Script;

/**
 * What is done on the board, each in one step. Time is Redis'. Every script knows these keys, all
 * in one slot:
 *
 * <pre>
 * board    hash    id, n: the number of the last crossing, at: when a node last gave a sign of life
 * leases   zset    lease to its end
 * users    hash    who is online to his display name
 * holders  hash    user to the leases that have him, with spaces between
 * graces   zset    who is online but has no connection to when he goes offline
 * left     hash    the same to when he closed his last
 * log      stream  crossings by number, the newest ten thousand or so
 * numbers  hash    lease to the number of its last change, so that a late one is known
 * board:lease:L    set of the users of lease L
 * </pre>
 *
 * <p>and begins with the same arguments: lease, its length in milliseconds, the channel, an id for
 * the board where there is none.
 */
final class BoardScripts {

  /**
   * How many users or crossings one call deals with, so that Redis is not busy with it for long.
   */
  static final int MAX_AT_ONCE = 500;

  private static final String HEAD =
      """
      local BOARD, LEASES, USERS, HOLDERS, GRACES, LEFT, LOG, NUMBERS = unpack(KEYS)
      local lease, length, channel = ARGV[1], tonumber(ARGV[2]), ARGV[3]
      local function whole(number) return string.format('%.0f', number) end
      """;

  /** Where there is no board it is made; where nobody gave a sign for long, all get more time. */
  private static final String BEGIN =
      HEAD
          + """
          local time = redis.call('TIME')
          local now = time[1] * 1000 + math.floor(time[2] / 1000)
          local function set(name) return BOARD .. ':lease:' .. name end

          local id = redis.call('HGET', BOARD, 'id')
          if not id then
            for _, name in ipairs(redis.call('ZRANGE', LEASES, 0, -1)) do
              redis.call('DEL', set(name))
            end
            redis.call('DEL', LEASES, USERS, HOLDERS, GRACES, LEFT, LOG, NUMBERS)
            id = ARGV[4]
            redis.call('HSET', BOARD, 'id', id, 'n', 0, 'at', whole(now))
          end

          local function extend(key, names)
            for _, name in ipairs(names) do redis.call('ZADD', key, whole(now + length), name) end
          end
          local silence = now - tonumber(redis.call('HGET', BOARD, 'at'))
          if silence > length / 2 then
            local till = whole(now + length)
            extend(LEASES, redis.call('ZRANGEBYSCORE', LEASES, '-inf', till))
            extend(GRACES, redis.call('ZRANGEBYSCORE', GRACES, '-inf', till))
          end
          redis.call('HSET', BOARD, 'at', whole(now))

          local function lives(name)
            local till = redis.call('ZSCORE', LEASES, name)
            return till and tonumber(till) > now
          end
          local function number() return redis.call('HGET', BOARD, 'n') end

          local crossings = {}
          local function cross(user, name, online, seen)
            local n = whole(redis.call('HINCRBY', BOARD, 'n', 1))
            local entry = table.concat({n, online, user, name, seen}, '\\31')
            redis.call('XADD', LOG, 'MAXLEN', '~', 10000, n .. '-0', 'e', entry)
            crossings[#crossings + 1] = entry
          end
          local function publish()
            if #crossings > 0 then
              redis.call('PUBLISH', channel, id .. '\\30' .. table.concat(crossings, '\\30'))
            end
          end
          local function offline(user, seen)
            local name = redis.call('HGET', USERS, user)
            redis.call('ZREM', GRACES, user)
            redis.call('HDEL', LEFT, user)
            if redis.call('HDEL', USERS, user) == 1 then cross(user, name, '0', whole(seen)) end
          end
          local function release(user, holder)
            local kept = {}
            for name in string.gmatch(redis.call('HGET', HOLDERS, user) or '', '%S+') do
              if name ~= holder then kept[#kept + 1] = name end
            end
            if #kept == 0 then redis.call('HDEL', HOLDERS, user)
            else redis.call('HSET', HOLDERS, user, table.concat(kept, ' ')) end
            return #kept == 0
          end
          local function drop(name, most, seen)
            local users = redis.call('SPOP', set(name), most)
            for _, user in ipairs(users) do
              if release(user, name) then offline(user, seen) end
            end
            if redis.call('EXISTS', set(name)) == 0 then
              redis.call('ZREM', LEASES, name)
              redis.call('HDEL', NUMBERS, name)
            end
            return #users
          end
          """;

  /** A lease begins. Answers the board and its number. */
  static final Script TAKE =
      new Script(
          BEGIN
              + """
              redis.call('ZADD', LEASES, whole(now + length), lease)
              return {id, number()}
              """);

  /**
   * Users came and went, in order. Arguments: the number of the change, then of each user: id,
   * name, his grace in milliseconds or {@code here}, and how many milliseconds ago. Answers {@code
   * done}, also where that number was dealt with before, or {@code ended}.
   */
  static final Script CHANGE =
      new Script(
          BEGIN
              + """
              if not lives(lease) then return {'ended'} end
              local change = tonumber(ARGV[5])
              if change <= tonumber(redis.call('HGET', NUMBERS, lease) or 0) then
                return {'done'}
              end
              redis.call('HSET', NUMBERS, lease, ARGV[5])

              local function come(user, name)
                if redis.call('SADD', set(lease), user) == 1 then
                  local holders = redis.call('HGET', HOLDERS, user)
                  redis.call('HSET', HOLDERS, user, holders and holders .. ' ' .. lease or lease)
                end
                if redis.call('ZREM', GRACES, user) == 1 then redis.call('HDEL', LEFT, user) end
                if redis.call('HSET', USERS, user, name) == 1 then cross(user, name, '1', '') end
              end
              local function go(user, grace, ago)
                if redis.call('SREM', set(lease), user) == 0 or not release(user, lease) then
                  return
                end
                local till = now - ago + grace
                if till <= now then return offline(user, now - ago) end
                redis.call('ZADD', GRACES, whole(till), user)
                redis.call('HSET', LEFT, user, whole(now - ago))
              end
              for i = 6, #ARGV, 4 do
                if ARGV[i + 2] == 'here' then come(ARGV[i], ARGV[i + 1])
                else go(ARGV[i], tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])) end
              end
              publish()
              return {'done'}
              """);

  /**
   * The lease is renewed, and what ended is dealt with: leases, whose users go offline, and graces.
   * Argument: the number of the change that was acknowledged last, or nothing where no lease is
   * held. Answers {@code held} or {@code ended}, the board, its number, whether there is {@code
   * more} to deal with, then the leases that live.
   */
  static final Script TURN =
      new Script(
          BEGIN
              + """
              local held = 'ended'
              if ARGV[5] ~= '' and lives(lease)
                  and tonumber(redis.call('HGET', NUMBERS, lease) or 0) >= tonumber(ARGV[5]) then
                held = 'held'
                redis.call('ZADD', LEASES, whole(now + length), lease)
              end

              local left = 500
              local ended = redis.call(
                'ZRANGEBYSCORE', LEASES, '-inf', whole(now), 'WITHSCORES', 'LIMIT', 0, 10)
              for at = 1, #ended, 2 do
                if left > 0 then
                  left = left - drop(ended[at], left, tonumber(ended[at + 1]) - length)
                end
              end
              if left > 0 then
                local over = redis.call(
                  'ZRANGEBYSCORE', GRACES, '-inf', whole(now), 'LIMIT', 0, left)
                for _, user in ipairs(over) do
                  offline(user, tonumber(redis.call('HGET', LEFT, user) or now))
                end
                left = left - #over
              end
              publish()
              local answer = {held, id, number(), left == 0 and 'more' or ''}
              for _, name in ipairs(
                  redis.call('ZRANGEBYSCORE', LEASES, '(' .. whole(now), '+inf')) do
                answer[#answer + 1] = name
              end
              return answer
              """);

  /** The lease is given up: who is still there goes offline. Answers {@code more} or nothing. */
  static final Script GIVE_UP =
      new Script(
          BEGIN
              + """
              local users = drop(lease, 500, now)
              publish()
              return {users == 500 and 'more' or ''}
              """);

  /**
   * Crossings as they are in the log. Arguments: the board, the number after which. Answers the
   * board, its number, and, where it is that board, what follows.
   */
  static final Script READ =
      new Script(
          HEAD
              + """
              local id = redis.call('HGET', BOARD, 'id') or ''
              local answer = {id, redis.call('HGET', BOARD, 'n') or '0'}
              if id == ARGV[5] then
                local from = whole(tonumber(ARGV[6]) + 1) .. '-0'
                for _, entry in ipairs(redis.call('XRANGE', LOG, from, '+', 'COUNT', 500)) do
                  answer[#answer + 1] = entry[2][2]
                end
              end
              return answer
              """);

  /**
   * Some of those who are online. Argument: a cursor. Answers the board, its number, the next
   * cursor, then users, each with his name.
   */
  static final Script PAGE =
      new Script(
          HEAD
              + """
              local page = redis.call('HSCAN', USERS, ARGV[5], 'COUNT', 500)
              local answer = {
                redis.call('HGET', BOARD, 'id') or '', redis.call('HGET', BOARD, 'n') or '0', page[1]
              }
              for _, text in ipairs(page[2]) do answer[#answer + 1] = text end
              return answer
              """);

  private BoardScripts() {}
}
