package io.messageservice.adapter.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the store lies and what it may cost.
 *
 * @param jdbcUrl without user and password
 * @param schema in which its tables lie; made where it is missing
 * @param writers how many may write at once
 * @param readers how many may read at once
 * @param retention for how long single changes are kept, at least
 */
public record PostgresConfig(
    String jdbcUrl,
    Optional<String> user,
    Optional<String> password,
    String schema,
    int writers,
    int readers,
    Duration retention) {

  /** The schema that is used where none is named. */
  public static final String SCHEMA = "message_service";

  private static final Pattern URL =
      Pattern.compile("(?:postgres|postgresql)://(?:([^@/?]*)@)?([^@/?]+)/([^/?]+)(\\?.*)?");

  /** What a schema may be called. */
  public static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** With bounds that suit a small machine; changes are kept for a week. */
  public static PostgresConfig of(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "must look like postgres://user:password@host:5432/database");
    }
    Optional<String> login = Optional.ofNullable(parts.group(1));
    Optional<String> options = Optional.ofNullable(parts.group(4));
    return new PostgresConfig(
        "jdbc:postgresql://" + parts.group(2) + "/" + parts.group(3) + options.orElse(""),
        login.map(text -> decoded(text.split(":", 2)[0])).filter(user -> !user.isEmpty()),
        login.filter(text -> text.contains(":")).map(text -> decoded(text.split(":", 2)[1])),
        SCHEMA,
        2,
        4,
        Duration.ofDays(7));
  }

  /** The same, in that schema. */
  public PostgresConfig in(String name) {
    if (!SCHEMA_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a schema has lower case letters, digits and _, 63 at most, no digit first");
    }
    return new PostgresConfig(jdbcUrl, user, password, name, writers, readers, retention);
  }

  /** The same, which keeps changes for that long. */
  public PostgresConfig keeping(Duration changes) {
    return new PostgresConfig(jdbcUrl, user, password, schema, writers, readers, changes);
  }

  /** The same, with so many writers. */
  public PostgresConfig withWriters(int count) {
    return new PostgresConfig(jdbcUrl, user, password, schema, count, readers, retention);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return jdbcUrl + " " + schema;
  }

  /** A plus stands for itself in the part of a URL before the host. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
