package io.messageservice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.messageservice.architecture.Reach.anyOf;
import static io.messageservice.architecture.Reach.anythingOf;
import static io.messageservice.architecture.Reach.making;
import static io.messageservice.architecture.Reach.member;
import static io.messageservice.architecture.Reach.notReach;

import com.tngtech.archunit.core.domain.AccessTarget;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Time and chance are parameters of the core, so that all of it runs in a simulation. */
final class Purity {

  private static final Predicate<AccessTarget> CLOCK =
      anyOf(
          member(System.class, "currentTimeMillis", "nanoTime"),
          member(Temporal.class, "now"),
          member(InstantSource.class, "system"),
          member(
              Clock.class,
              "systemUTC",
              "systemDefaultZone",
              "system",
              "tickMillis",
              "tickSeconds",
              "tickMinutes"),
          making(Date.class));

  private static final Predicate<AccessTarget> CHANCE =
      anyOf(
          member(Math.class, "random"),
          making(Random.class),
          making(SecureRandom.class),
          member(SecureRandom.class, "getInstanceStrong", "getInstance"),
          making(SplittableRandom.class),
          member(ThreadLocalRandom.class, "current"),
          member(RandomGenerator.class, "getDefault", "of"),
          anythingOf(RandomGeneratorFactory.class),
          member(UUID.class, "randomUUID"));

  static final Rule NO_CLOCK_FROM_THE_AIR = inTheCore("clock", "a clock of its own", CLOCK);

  static final Rule NO_CHANCE_FROM_THE_AIR = inTheCore("chance", "chance of its own", CHANCE);

  /** What is to be read goes to a log or to the writers of the command line. */
  static final Rule NO_STANDARD_STREAMS =
      new Rule(
          "streams",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .should(
                      notReach(
                          "the standard streams",
                          anyOf(
                              member(System.class, "out", "err", "console"),
                              Purity::printsToTheErrorStream,
                              member(Thread.class, "dumpStack")))));

  private Purity() {}

  /** Printing a trace to a writer that one was given is another method of the same name. */
  private static boolean printsToTheErrorStream(AccessTarget target) {
    return target.getFullName().endsWith(".printStackTrace()");
  }

  static List<Rule> all() {
    return List.of(NO_CLOCK_FROM_THE_AIR, NO_CHANCE_FROM_THE_AIR, NO_STANDARD_STREAMS);
  }

  private static Rule inTheCore(String fixture, String what, Predicate<AccessTarget> forbidden) {
    return new Rule(
        fixture,
        root ->
            classes()
                .that()
                .resideInAnyPackage(
                    root.withinAny("domain", "application", "protocol", "transport"))
                .should(notReach(what, forbidden)));
  }
}
