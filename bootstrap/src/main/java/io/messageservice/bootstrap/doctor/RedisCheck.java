package io.messageservice.bootstrap.doctor;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.adapter.redis.server.RedisInspection;
import io.messageservice.bootstrap.config.ClusterSettings;
import io.messageservice.bootstrap.figure.FigureText;
import io.messageservice.bootstrap.tls.RedisTls;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether Redis can be reached, what it would lose, and how its clock goes. */
record RedisCheck(ClusterSettings cluster, InstantSource clock) implements DoctorCheck {

  private static final String NAME = "redis";

  private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*");

  private static final Duration SLOW = Duration.ofMillis(5);
  private static final Duration APART = Duration.ofSeconds(1);

  /** What tokens are given. */
  private static final Duration FAR_APART = Duration.ofSeconds(30);

  @Override
  public List<Finding> look() {
    if (cluster.redis().isEmpty()) {
      return List.of(Finding.skipped(NAME, "REDIS_URL is not set"));
    }
    try {
      RedisConfig redis = RedisTls.trusting(cluster.redis().get(), cluster.authorities());
      return judge(RedisInspection.of(redis, clock, System::nanoTime));
    } catch (UnusableRedis e) {
      return List.of(unreachable(String.valueOf(e.getMessage())));
    } catch (UnusableTls e) {
      return List.of(Finding.fail(NAME, e.line(), "Name a file of certificates in PEM."));
    }
  }

  static Finding unreachable(String why) {
    return Finding.fail(
        NAME,
        why,
        "Start it, correct REDIS_URL, or let this machine reach it: nothing works without.");
  }

  static List<Finding> judge(RedisInspection found) {
    List<Finding> findings = new ArrayList<>();
    found.versions().forEach(version -> findings.add(ofVersion(version)));
    found.warnings().forEach(line -> findings.add(Finding.warn(NAME, line + ".", advice(line))));
    findings.add(ofRoundTrip(found.roundTrip()));
    findings.add(ofClock(found.ahead()));
    return findings;
  }

  private static Finding ofVersion(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return Finding.warn(NAME, "It does not say its version.", "Take Redis 6.2 or later.");
    }
    int major = Integer.parseInt(parts.group(1));
    boolean tooOld = major < 6 || (major == 6 && Integer.parseInt(parts.group(2)) < 2);
    return tooOld
        ? Finding.fail(NAME, "Its version is " + version + ".", "Take Redis 6.2 or later.")
        : Finding.ok(NAME, "Its version is " + version + ".");
  }

  private static String advice(String warning) {
    if (warning.startsWith("appendonly")) {
      return "Set appendonly yes and appendfsync always.";
    }
    if (warning.startsWith("appendfsync")) {
      return "Set appendfsync always, unless a power cut may take what was just acknowledged.";
    }
    return warning.startsWith("maxmemory")
        ? "Set maxmemory-policy noeviction."
        : "Let the user of the service run CONFIG GET, so that each start reports what may be"
            + " lost.";
  }

  private static Finding ofRoundTrip(Duration time) {
    String takes = "It answers after " + FigureText.millis(time.toNanos());
    return time.compareTo(SLOW) > 0
        ? Finding.warn(
            NAME, takes + ", which each batch waits for.", "Put it near the nodes, in one zone.")
        : Finding.ok(NAME, takes + ".");
  }

  private static Finding ofClock(Duration ahead) {
    Duration apart = ahead.abs();
    String clocks =
        "Its clock and that of this machine are " + FigureText.millis(apart.toNanos()) + " apart";
    String advice = "Let a service for the time, such as chrony, run on both machines.";
    if (apart.compareTo(FAR_APART) > 0) {
      return Finding.fail("clock", clocks + ": tokens end too early or too late.", advice);
    }
    return apart.compareTo(APART) > 0
        ? Finding.warn("clock", clocks + ".", advice)
        : Finding.ok("clock", clocks + ".");
  }
}
