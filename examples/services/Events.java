// Reads what happens in the message service, each event at least once. With Redisson:
//   java -cp 'lib/*' Events.java     (in lib: org.redisson:redisson and what it depends on)
// REDIS_URL and STREAM may be set.

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamCreateGroupArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamReadGroupArgs;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** One process of a service that follows what happens. */
public class Events {

  private static final String GROUP = "my-java-service"; // each service: a group of its own
  private static final String ME = GROUP + "-" + ProcessHandle.current().pid();

  public static void main(String... arguments) {
    Config config = new Config();
    config.useSingleServer().setAddress(setting("REDIS_URL", "redis://localhost:6379"));
    RedissonClient redis = Redisson.create(config);
    RStream<String, String> events =
        redis.getStream(setting("STREAM", "ms:events"), StringCodec.INSTANCE);
    try {
      events.createGroup(StreamCreateGroupArgs.name(GROUP).id(StreamMessageId.NEWEST).makeStream());
    } catch (RedisException exists) {
      if (!exists.getMessage().startsWith("BUSYGROUP")) {
        throw exists;
      }
    }
    while (true) {
      Map<StreamMessageId, Map<String, String>> fresh =
          events.readGroup(
              GROUP,
              ME,
              StreamReadGroupArgs.neverDelivered().count(100).timeout(Duration.ofSeconds(2)));
      fresh.forEach((entry, fields) -> process(redis, events, entry, fields));
      if (fresh.isEmpty()) { // what a process took, this one or another, and left a minute ago
        events
            .autoClaim(GROUP, ME, 1, TimeUnit.MINUTES, StreamMessageId.MIN, 100)
            .getMessages()
            .forEach((entry, fields) -> process(redis, events, entry, fields));
      }
    }
  }

  private static void process(
      RedissonClient redis,
      RStream<String, String> events,
      StreamMessageId entry,
      Map<String, String> fields) {
    var seen = redis.<String>getBucket(GROUP + ":seen:" + fields.get("id"), StringCodec.INSTANCE);
    if (!seen.isExists()) { // told twice: done once
      System.out.println(fields.get("type") + " " + fields.get("data")); // JSON
      seen.set("1", Duration.ofDays(1));
    }
    events.ack(GROUP, entry); // only now
  }

  private static String setting(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }
}
