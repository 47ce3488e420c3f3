package io.messageservice.bootstrap.config;

import static java.util.stream.Collectors.joining;

import io.messageservice.adapter.http.web.ConsolePassword;
import io.messageservice.adapter.jwt.JwksConfig;
import io.messageservice.adapter.jwt.JwtPublicKey;
import io.messageservice.adapter.jwt.JwtSecret;
import io.messageservice.adapter.postgres.PostgresConfig;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.webhook.WebhookSecret;
import io.messageservice.adapter.webhook.WebhookUrl;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.network.Authority;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formats that settings are written in. */
final class Formats {

  private static final Pattern RATE = Pattern.compile("([0-9]{1,9})/([smh])(?:,([0-9]{1,9}))?");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,10})(KiB|MiB)?");
  private static final Pattern REDIS_PREFIX = Pattern.compile("[^\\s{}]{0,64}");

  private static final Pattern ORIGIN = Pattern.compile("([A-Za-z][0-9A-Za-z+.-]*)://(.*)");
  private static final Set<String> WEB = Set.of("http", "https");

  private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.:_%-]+");

  private static final String PEM = "-----BEGIN";

  private Formats() {}

  /** A port; 0 lets the system choose one. */
  static Format<Integer> port() {
    return Format.of("0 to 65535", text -> integer(text, 0, 65_535, "a port: a number"));
  }

  /** A whole number with bounds. */
  static Format<Integer> count(int least, int most) {
    return Format.of(least + " to " + most, text -> integer(text, least, most, "a whole number"));
  }

  /** A count, or a word for none. */
  static Format<OptionalInt> countOr(String word, int least, int most) {
    return Format.of(
        "`" + word + "`, " + least + " to " + most,
        text ->
            text.equals(word)
                ? OptionalInt.empty()
                : OptionalInt.of(integer(text, least, most, "`" + word + "` or a whole number")));
  }

  /** A number of bytes: {@code 65536} or {@code 64KiB}. */
  static Format<Integer> bytes(String least, String most) {
    return Format.of(
        least + " to " + most, text -> (int) byteCount(text, least, most, sizes(least, most)));
  }

  /** A number of bytes, or a word for none. */
  static Format<Optional<Long>> bytesOr(String word, String least, String most) {
    String expected = "`" + word + "` or " + sizes(least, most);
    return Format.or(
        word,
        "`" + word + "`, " + least + " to " + most,
        text -> byteCount(text, least, most, expected));
  }

  private static String sizes(String least, String most) {
    return "a size such as 512, 64KiB or 1MiB, from " + least + " to " + most;
  }

  private static long byteCount(String text, String least, String most, String expected)
      throws Unreadable {
    long bytes = byteCount(text, expected);
    if (bytes < byteCount(least, expected) || bytes > byteCount(most, expected)) {
      throw Unreadable.mustBe(expected, text);
    }
    return bytes;
  }

  /** A duration with bounds: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
  static Format<Duration> duration(String least, String most) {
    return Format.of(least + " to " + most, text -> DurationText.read(text, least, most));
  }

  /** A duration, or a word for none. */
  static Format<Optional<Duration>> durationOr(String word, String least, String most) {
    return Format.or(
        word,
        "`" + word + "`, " + least + " to " + most,
        text -> DurationText.read(text, least, most));
  }

  /** A rate with an optional burst: {@code 100/s,500}, {@code 300/h}, or {@code off}. */
  static Format<Optional<Rate>> rate() {
    return Format.or(
        "off", "`off`, such as `10/s`, `300/h` or `100/s,500` (with a burst)", Formats::rate);
  }

  /** The constants of an enum in lower case. */
  static <E extends Enum<E>> Format<E> oneOf(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    String allowed = constants.stream().map(Formats::word).collect(joining(", "));
    return Format.of(
        constants.stream().map(c -> "`" + word(c) + "`").collect(joining(", ")),
        text ->
            constants.stream()
                .filter(c -> word(c).equals(text))
                .findFirst()
                .orElseThrow(() -> Unreadable.mustBe("one of " + allowed, text)));
  }

  /** One of two words, the second or the first of which means true. */
  static Format<Boolean> flag(String first, String second, String yes) {
    return Format.of(
        "`" + first + "`, `" + second + "`",
        text -> {
          if (!text.equals(first) && !text.equals(second)) {
            throw Unreadable.mustBe("one of " + first + ", " + second, text);
          }
          return text.equals(yes);
        });
  }

  /** A text that may be left out. */
  static Format<Optional<String>> optionalText() {
    return Format.optional("text", text -> text);
  }

  /** A text, or a word for none. */
  static Format<Optional<String>> textOr(String word) {
    return Format.or(word, "`" + word + "` or text", text -> text);
  }

  /** The name or address of a network interface. */
  static Format<String> host() {
    return matching(HOST, "a host name or an address", "a host name or an address");
  }

  /** A folder. */
  static Format<Path> folder() {
    return Format.of(
        "a path",
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw Unreadable.mustBe("a path", text);
          }
        });
  }

  /** A file that may be left out. */
  static Format<Optional<Path>> optionalFile() {
    return Format.optional(folder().values(), folder()::read);
  }

  /** The file of a secret. What was written is not repeated: it may be the secret, misplaced. */
  static Format<Optional<Path>> secretFile() {
    return Format.of(
        "a path",
        text -> {
          try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
          } catch (InvalidPathException e) {
            return Optional.empty(); // reported where the file is read
          }
        });
  }

  /** The file of a key. What was written is not repeated: it may be the key, misplaced. */
  static Format<Optional<Path>> keyFile() {
    return Format.optional(
        "a path",
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new Unreadable("must be the path of a file");
          }
        });
  }

  /** Origins of browsers, separated by commas. */
  static Format<List<String>> origins() {
    return Format.of(
        "origins such as `https://app.example.com`, separated by commas",
        text -> {
          List<String> parts =
              Arrays.stream(text.split(",", -1))
                  .map(String::strip)
                  .filter(part -> !part.isEmpty())
                  .toList();
          for (String part : parts) {
            requireOrigin(part);
          }
          return parts.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
        });
  }

  /** An HMAC key. */
  static Format<Optional<JwtSecret>> key() {
    return Format.optional("at least 32 bytes", Formats::secret);
  }

  /** What the operator's console is opened with. */
  static Format<Optional<ConsolePassword>> consolePassword() {
    return Format.optional(
        "at least " + ConsolePassword.MIN_BYTES + " bytes", Formats::readPassword);
  }

  private static ConsolePassword readPassword(String text) throws Unreadable {
    try {
      return new ConsolePassword(text);
    } catch (IllegalArgumentException tooShort) {
      throw new Unreadable("needs at least " + ConsolePassword.MIN_BYTES + " bytes");
    }
  }

  /** A public key, written out or named by its file. */
  static Format<Optional<JwtPublicKey>> publicKey() {
    return Format.optionalLines(
        "a public key in PEM, or the path of such a file", Formats::publicKey);
  }

  /** Where a key set is published. */
  static Format<Optional<JwksConfig>> keySetUrl() {
    return Format.optional("an http or https URL", Formats::keySet);
  }

  /** Where a hook is called, or a word for nowhere. */
  static Format<Optional<WebhookUrl>> webhookUrl(String word) {
    return Format.or(
        word, "`" + word + "` or an http or https URL", text -> given(text, WebhookUrl::of));
  }

  /** What calls of hooks are signed with. */
  static Format<Optional<WebhookSecret>> webhookSecret() {
    return Format.optional(
        "`whsec_` and base64, once or twice", text -> given(text, WebhookSecret::of));
  }

  /** What was written is not repeated: it may hold a secret. */
  private static <S, T> T given(S written, Function<S, T> reader) throws Unreadable {
    try {
      return reader.apply(written);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** Where Redis is. What was written is not repeated: it may hold a password. */
  static Format<Optional<RedisConfig>> redis() {
    return Format.optional("a URL of Redis", text -> redisConfig(text.strip()));
  }

  private static RedisConfig redisConfig(String text) throws Unreadable {
    try {
      return RedisConfig.of(text);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(
          "must be redis://host:port, rediss://host:port, redis-sentinel://host:port/master or"
              + " redis-cluster://host:port, with user:password@ before the host where needed; with"
              + " TLS (rediss) a host name has no _");
    }
  }

  /** Where PostgreSQL is. What was written is not repeated: it may hold a password. */
  static Format<Optional<PostgresConfig>> postgres() {
    return Format.optional("a URL of PostgreSQL", text -> postgresConfig(text.strip()));
  }

  private static PostgresConfig postgresConfig(String text) throws Unreadable {
    try {
      return PostgresConfig.of(text);
    } catch (IllegalArgumentException e) {
      throw new Unreadable("must be postgres://user:password@host:5432/database");
    }
  }

  /** What a schema of a database may be called. */
  static Format<String> schema() {
    return matching(
        PostgresConfig.SCHEMA_NAME,
        "a name of a schema",
        "lower case letters, digits and _, 63 at most, no digit first");
  }

  /** What keys in Redis begin with. */
  static Format<String> redisPrefix() {
    return matching(
        REDIS_PREFIX,
        "up to 64 characters without braces or blanks",
        "at most 64 characters without braces or blanks");
  }

  private static Format<String> matching(Pattern pattern, String values, String expected) {
    return Format.of(
        values,
        text -> {
          if (!pattern.matcher(text).matches()) {
            throw Unreadable.mustBe(expected, text);
          }
          return text;
        });
  }

  /** What was written is not repeated: it may hold a password. */
  private static JwksConfig keySet(String text) throws Unreadable {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new Unreadable("must be an http or https URL");
    }
    return given(url, JwksConfig::new);
  }

  /** What was written is not repeated in a problem: it may be a key without its first line. */
  private static JwtPublicKey publicKey(String text) throws Unreadable {
    try {
      return JwtPublicKey.ofPem(text.strip().startsWith(PEM) ? text : pemOf(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static String pemOf(String path) throws Unreadable {
    String text = TextFile.read(path).orElseThrow(Formats::noPublicKey);
    return text.startsWith(SecretText.BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static Unreadable noPublicKey() {
    return new Unreadable(
        "must be a public key in PEM (-----BEGIN PUBLIC KEY-----) or the path of such a file, which"
            + " can be read");
  }

  private static JwtSecret secret(String text) throws Unreadable {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < JwtSecret.MIN_BYTES) {
      throw new Unreadable(
          "has "
              + bytes.length
              + " bytes but needs 32: RFC 7518, section 3.2, wants a key at least as long as the"
              + " hash of HS256 (the old gateway took any); change it here and in the auth service");
    }
    return new JwtSecret(bytes);
  }

  private static void requireOrigin(String text) throws Unreadable {
    Matcher origin = ORIGIN.matcher(text);
    boolean web = origin.matches() && WEB.contains(origin.group(1).toLowerCase(Locale.ROOT));
    boolean hostless = origin.matches() && origin.group(2).isEmpty() && !web;
    if (!text.equalsIgnoreCase("null")
        && !hostless
        && (!origin.matches() || Authority.parse(origin.group(2)).isEmpty())) {
      throw new Unreadable(
          "must list origins such as https://app.example.com, capacitor://localhost or null"
              + " (scheme, host, port if it is not the usual one, no path, no *), not "
              + Printable.quoted(text));
    }
  }

  private static int integer(String text, int least, int most, String what) throws Unreadable {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, as for a number that is out of bounds
    }
    throw Unreadable.mustBe(what + " from " + least + " to " + most, text);
  }

  private static long byteCount(String text, String expected) throws Unreadable {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw Unreadable.mustBe(expected, text);
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    return unit == null ? number : number * (unit.equals("KiB") ? 1024 : 1024 * 1024);
  }

  private static Rate rate(String text) throws Unreadable {
    Matcher matcher = RATE.matcher(text);
    try {
      if (matcher.matches()) {
        int count = Integer.parseInt(matcher.group(1));
        String burst = Objects.requireNonNullElse(matcher.group(3), matcher.group(1));
        Duration per = DurationText.read("1" + matcher.group(2), "1s", "1h");
        return new Rate(count, per.toNanos(), Integer.parseInt(burst));
      }
    } catch (IllegalArgumentException e) {
      // reported below, as for a text of another form
    }
    throw Unreadable.mustBe("off or a rate such as 10/s, 300/h or 100/s,500 (with a burst)", text);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
