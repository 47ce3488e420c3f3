package io.messageservice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** What a module shows, and where one ends and the next begins. */
final class Boundaries {

  private static final String FACE = ".*(Adapter|Config|Events|Store|Handler)";

  /** Public in an adapter under another name, and why. */
  private static final Map<String, String> FURTHER =
      Map.ofEntries(
          entry("JwtIdentities", "the port's implementation is all there is to this adapter"),
          entry("JwtSecret", "a setting is judged by the adapter before the service starts"),
          entry("JwtPublicKey", "a setting is judged by the adapter before the service starts"),
          entry("WebhookSecret", "a setting is judged by the adapter before the service starts"),
          entry("ConsolePassword", "a setting is judged by the adapter before the service starts"),
          entry("WebhookUrl", "a setting is judged by the adapter before the service starts"),
          entry("WebhookCheck", "the command line sends an event for trying out"),
          entry("TokenIssuer", "the command line issues tokens for trying out"),
          entry("Readiness", "bootstrap says by it whether the service can serve"),
          entry("HttpAdmission", "bootstrap says by it who may ask over HTTP"),
          entry("HttpApiUses", "what bootstrap gives the API over HTTP"),
          entry("ReadOnly", "what handlers of the management port share with the API"),
          entry("StoreCopy", "the command line makes copies of a store and puts them back"),
          entry("UnusableStore", "the start reports files that cannot be used"),
          entry("UnusableRedis", "the start reports a Redis that cannot be used"),
          entry("UnusablePostgres", "the start reports a database that cannot be used"),
          entry("PostgresDatabase", "the parts of the adapter lie in packages of their own"),
          entry("PostgresEpoch", "the parts of the adapter lie in packages of their own"),
          entry("PostgresEpochs", "the parts of the adapter lie in packages of their own"),
          entry("PostgresStatements", "the parts of the adapter lie in packages of their own"),
          entry("SqlStates", "the parts of the adapter lie in packages of their own"),
          entry("Durability", "the parts of the adapter lie in packages of their own"),
          entry("RedisInspection", "the command line says what a server of Redis would lose"),
          entry("RedisBus", "the port's implementation, one of three of this adapter"),
          entry("RedisClock", "on which the nodes of a cluster agree"),
          entry("RedisPresenceBoard", "the port's implementation, one of three of this adapter"),
          entry("RedisConnection", "made once and given to each part of the adapter"),
          entry("Subscriber", "made once and given to each part of the adapter"),
          entry("Link", "what bootstrap gives the parts: connections, thread and timer"),
          entry("ChannelListener", "the parts of the adapter lie in packages of their own"),
          entry("Channel", "the parts of the adapter lie in packages of their own"),
          entry("RedisScript", "the parts of the adapter lie in packages of their own"),
          entry("RedisAnswers", "the parts of the adapter lie in packages of their own"),
          entry("KeyPartition", "the parts of the adapter lie in packages of their own"),
          entry("CommitPoint", "forms of the store lie in a package of their own"),
          entry("ConversationRecord", "forms of the store lie in a package of their own"),
          entry("HashIds", "forms of the store lie in a package of their own"),
          entry("ChangeOrder", "the logs of the store lie in a package of their own"),
          entry("LogBounds", "the logs of the store lie in a package of their own"),
          entry("LogMark", "the logs of the store lie in a package of their own"),
          entry("LoggedChange", "the logs of the store lie in a package of their own"),
          entry("OrderExtension", "the logs of the store lie in a package of their own"),
          entry("OrderIndex", "the logs of the store lie in a package of their own"),
          entry("OrderSelection", "the logs of the store lie in a package of their own"),
          entry("Stretch", "the logs of the store lie in a package of their own"),
          entry("RedisPositions", "the store has them, and one of the ways to other services"),
          entry("Connections", "the parts of the adapter lie in packages of their own"),
          entry("Statements", "the parts of the adapter lie in packages of their own"),
          entry("StoreConnections", "the parts of the adapter lie in packages of their own"),
          entry("StoreState", "the parts of the adapter lie in packages of their own"),
          entry("StoredTransition", "the parts of the adapter lie in packages of their own"),
          entry("EventStream", "one of the three ways to other services"),
          entry("PresenceRecorder", "brings presence to the store"),
          entry("CommandStream", "one of the three ways to other services"),
          entry("LegacyChannel", "one of the three ways to other services"),
          entry("CommandUseCases", "what bootstrap gives the stream of commands"),
          entry("BridgeEnvironment", "what bootstrap gives the ways to other services"));

  static final Rule ADAPTERS_SHOW_A_SMALL_FACE =
      new Rule(
          "face",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.within("adapter"))
                  .and()
                  .arePublic()
                  .and()
                  .areTopLevelClasses()
                  .should(haveANameForOthers()));

  static final Rule PACKAGES_ARE_NULL_MARKED =
      new Rule(
          "nullness",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .should(
                      satisfy(
                          "reside in a package that is @NullMarked",
                          item -> item.getPackage().isAnnotatedWith(NullMarked.class))));

  static final Rule ONE_PACKAGE_LIES_IN_ONE_MODULE =
      new Rule(
          "modules",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .should(
                      satisfy(
                          "share their package with no other module",
                          item -> modulesOf(item).size() == 1)));

  private Boundaries() {}

  static List<Rule> all() {
    return List.of(
        ADAPTERS_SHOW_A_SMALL_FACE, PACKAGES_ARE_NULL_MARKED, ONE_PACKAGE_LIES_IN_ONE_MODULE);
  }

  private static ArchCondition<JavaClass> haveANameForOthers() {
    return satisfy(
        "be named for others: " + FACE + " or one of " + new TreeSet<>(FURTHER.keySet()),
        item -> item.getSimpleName().matches(FACE) || FURTHER.containsKey(item.getSimpleName()));
  }

  private static Set<String> modulesOf(JavaClass item) {
    return item.getPackage().getClasses().stream()
        .filter(neighbour -> neighbour.getSource().isPresent()) // arrays come from no file
        .map(Boundaries::moduleOf)
        .collect(Collectors.toSet());
  }

  /** The folder or jar that the class was read from. */
  private static String moduleOf(JavaClass item) {
    String file = item.getSource().orElseThrow().getUri().toString();
    return file.substring(0, file.length() - (item.getName() + ".class").length());
  }

  private static ArchCondition<JavaClass> satisfy(String claim, Predicate<JavaClass> test) {
    return ArchCondition.from(DescribedPredicate.describe(claim, test));
  }
}
