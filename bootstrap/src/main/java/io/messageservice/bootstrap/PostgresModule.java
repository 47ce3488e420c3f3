package io.messageservice.bootstrap;

import io.messageservice.adapter.postgres.PostgresConfig;
import io.messageservice.adapter.postgres.UnusablePostgres;
import io.messageservice.adapter.postgres.store.PostgresStore;
import io.messageservice.bootstrap.logging.PostgresLog;
import io.messageservice.bootstrap.start.StartProblem;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Wires {@code adapter-postgres}. */
final class PostgresModule {

  private PostgresModule() {}

  /**
   * Opens the store.
   *
   * @param node empty where there are no others
   * @param onChangesMissed runs where more has changed than the store remembers
   * @throws StartProblem where the database cannot be used
   */
  static Store open(
      PostgresConfig config,
      Optional<String> node,
      InstantSource clock,
      SecureRandom random,
      Runnable onChangesMissed)
      throws StartProblem {
    try {
      PostgresStore store =
          PostgresStore.open(config, node, clock, random, new PostgresLog(onChangesMissed));
      return new Store(
          store.ledgers(),
          store.history(),
          store.changes(),
          store.positions(),
          store.conversationIds(),
          store::works,
          () -> true,
          Map.of(),
          store::look,
          store::close);
    } catch (UnusablePostgres unusable) {
      throw new StartProblem("DATABASE_URL " + unusable.getMessage());
    }
  }
}
