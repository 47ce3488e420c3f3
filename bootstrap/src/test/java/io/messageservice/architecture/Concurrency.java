package io.messageservice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static io.messageservice.architecture.Reach.anyOf;
import static io.messageservice.architecture.Reach.anythingOf;
import static io.messageservice.architecture.Reach.making;
import static io.messageservice.architecture.Reach.member;
import static io.messageservice.architecture.Reach.notReach;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which thread does what, as far as classes show it. */
final class Concurrency {

  /** What an I/O thread runs. */
  private static final String[] ON_IO_THREADS = {
    "adapter.http", "adapter.websocket", "adapter.sse", "transport", "protocol"
  };

  private static final Predicate<AccessTarget> BIRTH =
      anyOf(
          making(Thread.class),
          making(AbstractExecutorService.class),
          making(Timer.class),
          anythingOf(Executors.class),
          member(ForkJoinPool.class, "commonPool"),
          member(CompletableFuture.class, "supplyAsync", "runAsync"),
          member(Collection.class, "parallelStream"),
          member(java.util.stream.BaseStream.class, "parallel"));

  /**
   * All in {@code bootstrap.Threads}. The Java client and {@code talk} run in processes of their
   * own and may not know the wiring: each has one class of its own. So do the standard streams,
   * which are there before any service and after it.
   */
  static final Rule THREADS_ARE_BORN_IN_ONE_FILE =
      new Rule(
          "birth",
          root ->
              classes()
                  .that(
                      Packages.in(root.name() + "..")
                          .and(outside(root.exactly("bootstrap.Threads")))
                          .and(outside(root.exactly("bootstrap.talk.TalkClient")))
                          .and(outside(root.exactly("client.ScheduledClientThread")))
                          .and(outside(root.exactly("bootstrap.logging.StandardStreams"))))
                  .should(notReach("new threads", BIRTH)));

  static final Rule IO_THREADS_NEVER_WAIT =
      new Rule(
          "waiting",
          root ->
              classes()
                  .that()
                  .resideInAnyPackage(root.withinAny(ON_IO_THREADS))
                  .should(notReach("what waits", WaitingRules.TARGETS)));

  /** Ports that can block are called on lanes and readers. */
  static final Rule IO_THREADS_ASK_NO_STORE =
      new Rule(
          "stores",
          root ->
              classes()
                  .that()
                  .resideInAnyPackage(root.withinAny(ON_IO_THREADS))
                  .should(
                      notReach(
                          "a port that can block",
                          target ->
                              Stream.of("Ledger", "History", "ChangeLog")
                                  .map(port -> root.exactly("application.port.out." + port))
                                  .anyMatch(target.getOwner().getName()::equals))));

  static final Rule IO_THREADS_TOUCH_NO_FILES =
      new Rule(
          "files",
          root ->
              noClasses()
                  .that()
                  .resideInAnyPackage(root.withinAny(ON_IO_THREADS))
                  .should()
                  .dependOnClassesThat(
                      Packages.in("java.nio.file..", "java.net.http..", "java.util.zip..")
                          .or(WaitingRules.FILE_OR_SOCKET)));

  /** What is synchronized inside a method leaves no trace that could be looked for here. */
  static final Rule IO_THREADS_HOLD_NO_MONITOR =
      new Rule(
          "monitor",
          root ->
              noMethods()
                  .that()
                  .areDeclaredInClassesThat()
                  .resideInAnyPackage(root.withinAny(ON_IO_THREADS))
                  .should()
                  .haveModifier(JavaModifier.SYNCHRONIZED));

  /** Not even final ones of a type whose only use is to change. */
  static final Rule NO_MUTABLE_STATICS =
      new Rule(
          "statics",
          root ->
              fields()
                  .that()
                  .areDeclaredInClassesThat()
                  .resideInAPackage(root.name() + "..")
                  .and()
                  .areStatic()
                  .should()
                  .beFinal()
                  .andShould()
                  .notHaveRawType(changing()));

  private Concurrency() {}

  static List<Rule> all() {
    return List.of(
        THREADS_ARE_BORN_IN_ONE_FILE,
        IO_THREADS_NEVER_WAIT,
        IO_THREADS_ASK_NO_STORE,
        IO_THREADS_TOUCH_NO_FILES,
        IO_THREADS_HOLD_NO_MONITOR,
        NO_MUTABLE_STATICS);
  }

  /** Neither the class nor one declared in it. */
  private static DescribedPredicate<JavaClass> outside(String name) {
    return DescribedPredicate.describe(
        "outside " + name,
        item -> !item.getName().equals(name) && !item.getName().startsWith(name + "$"));
  }

  private static DescribedPredicate<JavaClass> changing() {
    return assignableTo(Collection.class)
        .or(assignableTo(Map.class))
        .and(not(INTERFACES))
        .or(assignableTo(ThreadLocal.class))
        .or(assignableTo(StringBuilder.class))
        .or(Packages.in("java.util.concurrent.atomic.."))
        .as("a type that is made to change");
  }
}
