package io.messageservice.adapter.sqlite;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.store.AesBlocks;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.application.store.EpochNames;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What a store knows of itself, in the table {@code meta}: {@code epoch}, {@code id_key}, and
 * {@code state}, which is {@code clean} or, while it is open, how it is written, or {@code copy}.
 *
 * @param epoch the name of its past
 * @param idKey of the ids of messages
 * @param conversationIds as the same key makes them
 * @param digests of what messages were sent with, by the same key
 * @param unclean whether it was not closed the last time, or is a copy that was not readied
 * @param newEpoch whether something may be lost by that, so that the epoch is a new one
 */
public record StoreState(
    String epoch,
    Supplier<byte[]> idKey,
    ConversationIds conversationIds,
    ContentDigest digests,
    boolean unclean,
    boolean newEpoch) {

  private static final String CLEAN = "clean";

  /** Of a copy until it is readied or opened. Older versions take it for an unclean end. */
  private static final String COPY = "copy";

  /**
   * Rows that are left out with a new epoch: ids that clients may know and that may be lost are not
   * given again.
   */
  private static final int ROWS_LEFT_OUT = 1_000_000;

  /** The same for a copy, which may be as old as a backup is. */
  private static final long ROWS_LEFT_OUT_OF_A_COPY = 10_000_000_000L;

  /** Opens the store on this connection: reads what it is and notes durably that it is open. */
  public static StoreState open(Statements statements, Sync sync, SecureRandom random)
      throws SQLException {
    String written = sync.name().toLowerCase(Locale.ROOT);
    statements.run("PRAGMA synchronous = FULL");
    statements.run("BEGIN IMMEDIATE");
    StoreState state = read(statements, random);
    put(statements, "state", written);
    statements.run("COMMIT");
    statements.run("PRAGMA synchronous = " + written);
    return state;
  }

  /** Notes durably that everything is written. */
  public static int close(Statements statements) throws SQLException {
    statements.run("PRAGMA synchronous = FULL");
    return put(statements, "state", CLEAN);
  }

  /** Notes that this is a copy, so that it gets a new epoch even where it is just opened. */
  static void markCopy(Statements statements) throws SQLException {
    put(statements, "state", COPY);
  }

  /** Gives a copy a new epoch, and notes that everything is written. */
  static void renew(Statements statements, SecureRandom random) throws SQLException {
    statements.run("BEGIN IMMEDIATE");
    beginEpoch(statements, random);
    leaveOut(statements, ROWS_LEFT_OUT_OF_A_COPY);
    put(statements, "state", CLEAN);
    statements.run("COMMIT");
  }

  /** Begins one that comes after the last as text, so that ids of events grow with it. */
  private static void beginEpoch(Statements statements, SecureRandom random) throws SQLException {
    Instant now = Instant.ofEpochSecond(statements.number("SELECT unixepoch()"));
    put(statements, "epoch", EpochNames.next(text(get(statements, "epoch")), now, random));
  }

  private static void leaveOut(Statements statements, long rows) throws SQLException {
    statements.run("UPDATE last_commit SET last_row = last_row + " + rows);
  }

  private static StoreState read(Statements statements, SecureRandom random) throws SQLException {
    String state = text(get(statements, "state"));
    boolean isNew = state.isEmpty();
    boolean unclean = !isNew && !state.equals(CLEAN);
    boolean newEpoch = unclean && !state.equals("full");
    if (isNew) {
      put(statements, "id_key", bytes(AesBlocks.BYTES, random));
    }
    if (isNew || newEpoch) {
      beginEpoch(statements, random);
    }
    if (newEpoch) {
      leaveOut(statements, state.equals(COPY) ? ROWS_LEFT_OUT_OF_A_COPY : ROWS_LEFT_OUT);
    }
    byte[] key = get(statements, "id_key");
    return new StoreState(
        text(get(statements, "epoch")),
        () -> key,
        new ConversationIds(() -> key, random),
        new ContentDigest(() -> key),
        unclean,
        newEpoch);
  }

  private static byte[] get(Statements statements, String name) throws SQLException {
    PreparedStatement select = statements.of("SELECT value FROM meta WHERE name = ?");
    select.setString(1, name);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getBytes(1) : new byte[0];
    }
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private static int put(Statements statements, String name, Object value) throws SQLException {
    PreparedStatement put =
        statements.of(
            "INSERT INTO meta (name, value) VALUES (?, ?)"
                + " ON CONFLICT DO UPDATE SET value = excluded.value");
    put.setString(1, name);
    put.setObject(2, value);
    return put.executeUpdate();
  }

  private static byte[] bytes(int count, SecureRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
