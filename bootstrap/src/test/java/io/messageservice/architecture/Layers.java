package io.messageservice.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;

/**
 * Who may know whom: domain, application, protocol, transport, adapters, bootstrap, only inwards.
 */
final class Layers {

  private static final String NULLNESS = "org.jspecify.annotations";

  /** No I/O, no threads: of the JDK only values, collections, functions and times. */
  static final Rule DOMAIN_KNOWS_ONLY_ITSELF =
      new Rule(
          "domain",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.within("domain"))
                  .should()
                  .onlyDependOnClassesThat()
                  .resideInAnyPackage(
                      root.withinAnyAnd(
                          new String[] {"domain"},
                          "", // arrays of primitives
                          "java.lang",
                          "java.util",
                          "java.util.function",
                          "java.util.stream",
                          "java.util.regex",
                          "java.text", // Unicode normalization
                          "java.time..",
                          NULLNESS)));

  /** Executors and queues are allowed here, which the domain does without. */
  static final Rule APPLICATION_KNOWS_ONLY_DOMAIN =
      new Rule(
          "application",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.within("application"))
                  .should()
                  .onlyDependOnClassesThat(
                      resideInAnyPackage(
                              root.withinAnyAnd(
                                  new String[] {"application", "domain"},
                                  "",
                                  "java.lang",
                                  "java.io", // bytes in memory, of what stores write
                                  "java.nio", // numbers as bytes, of ids
                                  "java.nio.charset", // how long a text is
                                  "java.security",
                                  "javax.crypto..",
                                  "java.util..",
                                  "java.time..",
                                  NULLNESS))
                          // how a URL is encoded in a line
                          .or(belongToAnyOf(URLEncoder.class, URLDecoder.class))));

  static final Rule PROTOCOL_KNOWS_ONLY_THE_CORE =
      new Rule(
          "protocol",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.within("protocol"))
                  .should()
                  .onlyDependOnClassesThat()
                  .resideInAnyPackage(
                      root.withinAnyAnd(
                          new String[] {"protocol", "application", "domain"},
                          "",
                          "java..",
                          "com.fasterxml.jackson..",
                          NULLNESS)));

  /** It is used without the service. */
  static final Rule CLIENT_KNOWS_ONLY_ITSELF =
      new Rule(
          "client",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.within("client"))
                  .should()
                  .onlyDependOnClassesThat()
                  .resideInAnyPackage(
                      root.withinAnyAnd(
                          new String[] {"client"},
                          "",
                          "java..",
                          "com.fasterxml.jackson..",
                          NULLNESS)));

  /** Of the service only what runs as a client of it. */
  static final Rule ONLY_COMMANDS_KNOW_THE_CLIENT =
      new Rule(
          "clientuse",
          root ->
              noClasses()
                  .that(
                      Packages.in(root.name() + "..")
                          .and(
                              Packages.notIn(
                                  root.withinAny(
                                      "client",
                                      "bootstrap.talk",
                                      "bootstrap.bench",
                                      "bootstrap.demo",
                                      "bootstrap.doctor"))))
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(root.within("client")));

  /** No library of an adapter: a second transport shares all of it. */
  static final Rule TRANSPORT_KNOWS_ONLY_THE_PROTOCOL =
      new Rule(
          "transport",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.within("transport"))
                  .should()
                  .onlyDependOnClassesThat()
                  .resideInAnyPackage(
                      root.withinAnyAnd(
                          new String[] {
                            "transport",
                            "protocol",
                            "application.port",
                            "application.budget",
                            "domain"
                          },
                          "",
                          "java..",
                          NULLNESS)));

  static final Rule PORTS_KNOW_ONLY_PORTS =
      new Rule(
          "ports",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.within("application.port"))
                  .should()
                  .onlyDependOnClassesThat()
                  .resideInAnyPackage(
                      root.withinAnyAnd(
                          new String[] {"application.port", "application.event", "domain"},
                          "",
                          "java.lang",
                          "java.util",
                          "java.util.function",
                          "java.time..",
                          NULLNESS)));

  static final Rule ADAPTERS_IGNORE_EACH_OTHER =
      new Rule(
          "siblings",
          root ->
              slices()
                  .matching(root.exactly("adapter.(*).."))
                  .should()
                  .notDependOnEachOther()
                  .as("adapters should not depend on each other"));

  static final Rule ADAPTERS_IGNORE_BOOTSTRAP =
      new Rule(
          "wiring",
          root ->
              noClasses()
                  .that()
                  .resideInAPackage(root.within("adapter"))
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(root.within("bootstrap")));

  /**
   * Of the application, adapters see what users can do, what the core needs, its events, the memory
   * budget that they draw from, and what stores share.
   */
  static final Rule ADAPTERS_SEE_ONLY_PORTS =
      new Rule(
          "usecases",
          root ->
              noClasses()
                  .that()
                  .resideInAPackage(root.within("adapter"))
                  .should()
                  .dependOnClassesThat(
                      Packages.in(root.within("application"))
                          .and(
                              Packages.notIn(
                                  root.withinAny(
                                      "application.port",
                                      "application.event",
                                      "application.budget",
                                      "application.store")))));

  /** They serve the core and not the wire. */
  static final Rule STORE_AND_TOKENS_IGNORE_THE_PROTOCOL =
      new Rule(
          "inner",
          root ->
              noClasses()
                  .that()
                  .resideInAnyPackage(
                      root.withinAny("adapter.jwt", "adapter.sqlite", "adapter.postgres"))
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(root.withinAny("protocol", "transport")));

  static final Rule PACKAGES_FORM_NO_CYCLES =
      new Rule(
          "cycles",
          root ->
              slices()
                  .matching(root.exactly("(**)"))
                  .should()
                  .beFreeOfCycles()
                  .as("packages should be free of cycles"));

  private Layers() {}

  static List<Rule> all() {
    return List.of(
        DOMAIN_KNOWS_ONLY_ITSELF,
        APPLICATION_KNOWS_ONLY_DOMAIN,
        PROTOCOL_KNOWS_ONLY_THE_CORE,
        CLIENT_KNOWS_ONLY_ITSELF,
        ONLY_COMMANDS_KNOW_THE_CLIENT,
        TRANSPORT_KNOWS_ONLY_THE_PROTOCOL,
        PORTS_KNOW_ONLY_PORTS,
        ADAPTERS_IGNORE_EACH_OTHER,
        ADAPTERS_IGNORE_BOOTSTRAP,
        ADAPTERS_SEE_ONLY_PORTS,
        STORE_AND_TOKENS_IGNORE_THE_PROTOCOL,
        PACKAGES_FORM_NO_CYCLES);
  }
}
