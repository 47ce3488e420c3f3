package io.messageservice.adapter.redis;

import java.time.Duration;
import org.redisson.client.codec.StringCodec;

/**
 * Stands in for the wall clock of a Redis server, as far as scripts ask for the time: it can be set
 * forward and back for all who are joined by {@link #connect}. The server itself has no command for
 * that. Only for servers that are no cluster.
 */
public final class JumpingClock {

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
    return RedisConnection.open(
        config,
        """
        local redis = setmetatable({}, {__index = redis})
        do
          local server = getmetatable(redis).__index
          function redis.call(command, ...)
            if command ~= 'TIME' then return server.call(command, ...) end
            local time = server.call('TIME')
            time[1] = time[1] + tonumber(server.call('GET', '%s') or 0)
            return time
          end
        end
        """
            .formatted(key));
  }

  /** Sets the clock forward, or back where that is negative. */
  public void jump(RedisConnection connection, Duration ahead) {
    String before = connection.client().<String>getBucket(key, StringCodec.INSTANCE).get();
    long seconds = (before == null ? 0 : Long.parseLong(before)) + ahead.toSeconds();
    connection.client().getBucket(key, StringCodec.INSTANCE).set(Long.toString(seconds));
  }
}
