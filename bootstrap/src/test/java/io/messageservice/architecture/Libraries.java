package io.messageservice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.Arrays;
import java.util.List;

/** One library, one module: who may know what is not ours. */
final class Libraries {

  private static final String[] SQL_PACKAGES = {
    "java.sql..",
    "javax.sql..",
    "org.sqlite..",
    "org.postgresql..",
    "org.flywaydb..",
    "com.zaxxer.."
  };

  static final Rule SQL = onlyIn("sql", SQL_PACKAGES, "adapter.sqlite..", "adapter.postgres..");

  static final Rule CACHE =
      onlyIn(
          "cache",
          new String[] {"com.github.benmanes.caffeine.."},
          "adapter.sqlite..",
          "adapter.postgres..",
          "adapter.redis..");

  static final Rule TOKENS =
      onlyIn("tokens", new String[] {"io.jsonwebtoken..", "com.nimbusds.."}, "adapter.jwt..");

  /** In bootstrap only the package where the listeners are made. */
  static final Rule UNDERTOW =
      onlyIn(
          "undertow",
          new String[] {"io.undertow..", "org.xnio.."},
          "adapter.websocket..",
          "adapter.sse..",
          "adapter.http..",
          "bootstrap.http..");

  /**
   * The commands that are clients read what any client reads, and print for machines; jjwt reads by
   * Jackson, which is strict here.
   */
  static final Rule JSON =
      onlyIn(
          "json",
          new String[] {"com.fasterxml.jackson.."},
          "protocol..",
          "client..",
          "adapter.http..",
          "adapter.sse..",
          "adapter.jwt..",
          "bootstrap.talk..",
          "bootstrap.demo..",
          "bootstrap.doctor..",
          "bootstrap.bench..");

  /** Clients connect, commands fetch figures, and the adapters key sets and answers of hooks. */
  static final Rule HTTP_CLIENT =
      onlyIn(
          "httpclient",
          new String[] {"java.net.http.."},
          "client.socket..",
          "bootstrap.figure..",
          "adapter.jwt..",
          "adapter.webhook..");

  static final Rule HOOKS =
      onlyIn(
          "hooks", new String[] {"dev.failsafe..", "com.standardwebhooks.."}, "adapter.webhook..");

  static final Rule COMMAND_LINE =
      onlyIn("commandline", new String[] {"picocli.."}, "bootstrap.cli..");

  /** Everybody else reports what happened, and knows nothing of who counts it. */
  static final Rule METRICS =
      onlyIn("metrics", new String[] {"io.micrometer..", "io.prometheus.."}, "bootstrap.metrics..");

  /** So that nothing of it is loaded where nobody asks for traces. */
  static final Rule TRACES =
      onlyIn("traces", new String[] {"io.opentelemetry.."}, "bootstrap.tracing..");

  /** The others report to an observer. */
  static final Rule FLIGHT_RECORDER =
      onlyIn("recordings", new String[] {"jdk.jfr.."}, "bootstrap.recording..");

  /** The adapter comes with the cluster. */
  static final Rule REDIS = onlyIn("redis", new String[] {"..org.redisson.."}, "adapter.redis..");

  /** Adapters report events to an observer; bootstrap decides what is logged. */
  static final Rule LOGGING =
      onlyIn(
          "logging",
          new String[] {"org.slf4j..", "ch.qos.logback..", "org.jboss.logging.."},
          "bootstrap..");

  static final Rule NO_JAVA_UTIL_LOGGING =
      new Rule(
          "jul",
          root ->
              noClasses()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("java.util.logging.."));

  private Libraries() {}

  static List<Rule> all() {
    return List.of(
        SQL,
        CACHE,
        TOKENS,
        UNDERTOW,
        JSON,
        HTTP_CLIENT,
        HOOKS,
        COMMAND_LINE,
        METRICS,
        TRACES,
        FLIGHT_RECORDER,
        REDIS,
        LOGGING,
        NO_JAVA_UTIL_LOGGING);
  }

  private static Rule onlyIn(String fixture, String[] library, String... users) {
    return new Rule(
        fixture,
        root ->
            noClasses()
                .that(Packages.in(root.name() + "..").and(Packages.notIn(below(root, users))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library));
  }

  private static String[] below(Root root, String... parts) {
    return Arrays.stream(parts).map(root::exactly).toArray(String[]::new);
  }
}
