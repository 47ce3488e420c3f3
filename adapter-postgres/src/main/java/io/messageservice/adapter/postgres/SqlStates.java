package io.messageservice.adapter.postgres;

import java.sql.SQLException;
import java.util.Set;

/** What errors of PostgreSQL mean, by their SQLSTATE. */
public final class SqlStates {

  /** The server ends a connection, or what it does: on purpose, after a crash, when it starts. */
  private static final Set<String> ENDED =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "57014");

  /** Two transactions stood in each other's way, and this one was taken back. */
  private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01");

  /** Another transaction has a lock for longer than is waited for. */
  private static final String LOCKED = "55P03";

  private SqlStates() {}

  /** Whether there is no connection any more, or there was none. */
  public static boolean isConnectionLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08") || ENDED.contains(state);
  }

  /** Whether the same may succeed at once. */
  public static boolean isWorthAnotherTry(SQLException e) {
    return isInTheWay(e) || isConnectionLost(e) || state(e).equals(LOCKED);
  }

  /** Whether two transactions stood in each other's way, which costs no time. */
  public static boolean isInTheWay(SQLException e) {
    return IN_THE_WAY.contains(state(e));
  }

  /** Whether the tables do not take what one command wrote: a value, or what stands against it. */
  public static boolean isOfOneCommand(SQLException e) {
    String state = state(e);
    return state.startsWith("22") || state.startsWith("23");
  }

  /** What an operator is to know of it: in one line, without values. */
  public static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause instanceof SQLException sql && isOfOneCommand(sql)
        ? "SQLSTATE " + sql.getSQLState()
        : line;
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }
}
