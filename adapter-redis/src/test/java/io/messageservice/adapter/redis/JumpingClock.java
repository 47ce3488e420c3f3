package io.messageservice.adapter.redis;

import java.time.Duration;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * Stands in for the wall clock of a Redis server, as far as scripts ask for the time or for what
 * has been idle in a stream: it can be set forward and back for all who are joined by {@link
 * #connect}. The server itself has no command for that. What was stamped before several jumps
 * counts as stamped before all of them. Only for servers that are no cluster.
 */
public final class JumpingClock {

  private static final String WALL_CLOCK =
      """
      local redis = setmetatable({}, {__index = redis})
      do
        local server = getmetatable(redis).__index
        local function jump()
          local jump = server.call('HMGET', '%s', 'ahead', 'at')
          return tonumber(jump[1] or 0), tonumber(jump[2] or 0)
        end
        local function millis(time)
          return time[1] * 1000 + math.floor(time[2] / 1000)
        end
        local function idle(one)
          local ahead, at = jump()
          local before = millis(server.call('TIME')) - one[3] < at
          return before and one[3] + ahead * 1000 or one[3]
        end
        local jumping = {}
        function jumping.TIME()
          local time = server.call('TIME')
          time[1] = time[1] + jump()
          return time
        end
        function jumping.XPENDING(key, group, word, least, from, to, most)
          if word ~= 'IDLE' then
            return server.pcall('XPENDING', key, group, word, least, from, to)
          end
          local found = {}
          local all = server.pcall('XPENDING', key, group, from, to, 100000)
          if all.err then return all end
          for _, one in ipairs(all) do
            if #found < tonumber(most) and idle(one) >= tonumber(least) then
              found[#found + 1] = one
            end
          end
          return found
        end
        function jumping.XCLAIM(key, group, to, least, id, ...)
          if tonumber(least) > 0 then
            local one = server.call('XPENDING', key, group, id, id, 1)[1]
            if not one or idle(one) < tonumber(least) then return {} end
          end
          return server.pcall('XCLAIM', key, group, to, 0, id, ...)
        end
        function redis.pcall(command, ...)
          return (jumping[command] or function(...) return server.pcall(command, ...) end)(...)
        end
        function redis.call(command, ...)
          if not jumping[command] then return server.call(command, ...) end
          local answer = jumping[command](...)
          if type(answer) == 'table' and answer.err then error(answer.err) end
          return answer
        end
      end
      """;

  private final String key;

  /**
   * As the clock of the server, until it jumps.
   *
   * @param prefix of a test
   */
  public JumpingClock(String prefix) {
    this.key = prefix + "clock-is-ahead";
  }

  /** A connection whose scripts are told the time of this clock. */
  public RedisConnection connect(RedisConfig config) {
    return RedisConnection.open(config, WALL_CLOCK.formatted(key));
  }

  /** Sets the clock forward, or back where that is negative. */
  public void jump(RedisConnection connection, Duration ahead) {
    List<Object> unused =
        connection
            .client()
            .getScript(StringCodec.INSTANCE)
            .eval(
                RScript.Mode.READ_WRITE,
                """
                local time = redis.call('TIME')
                redis.call('HINCRBY', KEYS[1], 'ahead', ARGV[1])
                redis.call('HSET', KEYS[1], 'at', time[1] * 1000 + math.floor(time[2] / 1000))
                return {}
                """,
                RScript.ReturnType.LIST,
                List.of(key),
                Long.toString(ahead.toSeconds()));
  }
}
