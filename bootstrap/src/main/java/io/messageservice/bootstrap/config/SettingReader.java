package io.messageservice.bootstrap.config;

import static java.util.stream.Collectors.joining;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.bootstrap.config.Settings.StoreKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of reading sources: the values that are good, and a line for each that is not. Not
 * shared between threads.
 */
public final class SettingReader {

  private static final List<Setting<?>> KEYS =
      List.of(
          SettingCatalogue.JWT_SECRET,
          SettingCatalogue.JWT_PUBLIC_KEY,
          SettingCatalogue.JWT_JWKS_URL);

  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> trimmed = new ArrayList<>();

  private SettingReader() {}

  /** Reads every setting of the catalogue. */
  public static SettingReader of(Sources sources) {
    return of(sources, SettingCatalogue.ALL);
  }

  /** Reads these settings only. */
  public static SettingReader of(Sources sources, List<Setting<?>> settings) {
    SettingReader reading = new SettingReader();
    settings.forEach(setting -> reading.read(setting, sources));
    if (settings.contains(SettingCatalogue.REDIS_URL)) {
      reading.chooseStore(sources.isSet(SettingCatalogue.STORE));
      reading.requireRedisForServices();
      reading.requireTlsOfRedis();
    }
    reading.compare();
    if (settings.containsAll(KEYS)) {
      reading.requireOneOf(KEYS.stream().filter(sources::isSet).toList());
    }
    return reading;
  }

  /** One line for each setting that is bad, beginning with its name. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * The names of secrets that ended with a line break, or began with a byte order mark, which were
   * left out. Others that use the secret leave them out too.
   */
  public List<String> trimmed() {
    return List.copyOf(trimmed);
  }

  /** The value, unless it was bad. */
  @SuppressWarnings("unchecked") // read() puts under a Setting<T> what its Format<T> gave
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting));
  }

  /**
   * The value.
   *
   * @throws IllegalStateException where it was bad: look at {@link #problems} first
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException(setting.name() + " could not be read"));
  }

  /**
   * All of them as one value.
   *
   * @throws IllegalStateException where there are {@link #problems}
   */
  public Settings settings() {
    return SettingsAssembly.of(this);
  }

  /** The files to speak TLS with, where both are named. */
  public Optional<Settings.Tls> tls() {
    Optional<Path> certificate = file(SettingCatalogue.TLS_CERT);
    Optional<Path> key = file(SettingCatalogue.TLS_KEY);
    return certificate.flatMap(first -> key.map(second -> new Settings.Tls(first, second)));
  }

  private Optional<Path> file(Setting<Optional<Path>> setting) {
    return find(setting).flatMap(path -> path);
  }

  private <T> void read(Setting<T> setting, Sources sources) {
    try {
      String text =
          setting.isSecret()
              ? secret(setting, sources)
              : sources.find(setting).orElse(setting.defaultText()).strip();
      values.put(setting, setting.format().read(text));
    } catch (Unreadable e) {
      problems.add(setting.name() + " " + e.expected());
    }
  }

  private String secret(Setting<?> setting, Sources sources) throws Unreadable {
    Optional<SecretText> secret = SecretText.find(setting, sources);
    if (secret.filter(SecretText::isTrimmed).isPresent() && !setting.format().hasLines()) {
      trimmed.add(setting.name());
    }
    return secret.map(SecretText::text).orElse(setting.defaultText());
  }

  /** A key of one kind cannot be taken for one of another where there is no other. */
  private void requireOneOf(List<Setting<?>> written) {
    if (written.isEmpty()) {
      problems.add(
          "JWT_SECRET is empty: it is the key that your auth service signs tokens with (at least 32"
              + " bytes); where it signs with a key pair, set JWT_PUBLIC_KEY or JWT_JWKS_URL");
    } else if (written.size() > 1) {
      problems.add(
          written.stream().map(Setting::name).collect(joining(" and "))
              + " are set: which keys are believed must be said once, so set exactly one");
    }
  }

  /** Nodes that share Redis keep their messages in it; each for itself they would be no cluster. */
  private void chooseStore(boolean written) {
    Optional<Optional<RedisConfig>> redis = find(SettingCatalogue.REDIS_URL);
    if (redis.isEmpty()) {
      return; // it is bad, which is told of already
    }
    boolean shared = redis.get().isPresent();
    Optional<StoreKind> store = find(SettingCatalogue.STORE);
    if (shared && !written) {
      values.put(SettingCatalogue.STORE, StoreKind.REDIS);
    } else if (shared && store.filter(kind -> kind != StoreKind.REDIS).isPresent()) {
      problems.add(
          "STORE must be redis where REDIS_URL is set: other nodes cannot read what this one keeps"
              + " for itself");
    } else if (!shared && store.filter(StoreKind.REDIS::equals).isPresent()) {
      problems.add("REDIS_URL must be set where STORE is redis");
    }
  }

  private void requireRedisForServices() {
    if (find(SettingCatalogue.REDIS_URL).filter(Optional::isEmpty).isEmpty()) {
      return; // it is there, or bad, which is told of already
    }
    requireRedis(
        SettingCatalogue.EVENT_STREAM_LENGTH,
        find(SettingCatalogue.EVENT_STREAM_LENGTH).filter(OptionalInt::isPresent).isPresent());
    requireRedis(
        SettingCatalogue.COMMAND_STREAM, find(SettingCatalogue.COMMAND_STREAM).orElse(false));
    requireRedis(
        SettingCatalogue.LEGACY_CHANNEL,
        find(SettingCatalogue.LEGACY_CHANNEL).filter(Optional::isPresent).isPresent());
  }

  /** Whoever says whom to believe must not speak to anybody. */
  private void requireTlsOfRedis() {
    Optional<Optional<RedisConfig>> redis = find(SettingCatalogue.REDIS_URL);
    boolean plain = redis.isPresent() && !redis.get().map(RedisConfig::isEncrypted).orElse(false);
    if (plain && file(SettingCatalogue.REDIS_CA).isPresent()) {
      problems.add("REDIS_URL must begin with rediss where REDIS_CA is set");
    }
  }

  private void requireRedis(Setting<?> setting, boolean used) {
    if (used) {
      problems.add("REDIS_URL must be set where " + setting.name() + " is not off");
    }
  }

  private void compare() {
    comparePorts();
    requireWith(SettingCatalogue.TLS_CERT, SettingCatalogue.TLS_KEY);
    requireWith(SettingCatalogue.TLS_KEY, SettingCatalogue.TLS_CERT);
  }

  /** A setting that was read and is bad is told of already. */
  private void requireWith(Setting<Optional<Path>> one, Setting<Optional<Path>> other) {
    if (file(one).isPresent() && find(other).filter(Optional::isEmpty).isPresent()) {
      problems.add(other.name() + " must be set where " + one.name() + " is");
    }
  }

  private void comparePorts() {
    Optional<Integer> port = find(SettingCatalogue.PORT).filter(number -> number != 0);
    if (port.isPresent() && port.equals(find(SettingCatalogue.MANAGEMENT_PORT))) {
      problems.add("MANAGEMENT_PORT must differ from PORT");
    }
  }
}
