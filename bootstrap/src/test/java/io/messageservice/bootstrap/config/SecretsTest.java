package io.messageservice.bootstrap.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets come from, and what is left out of them. */
class SecretsTest {

  private static final String KEY = "k".repeat(32);

  @TempDir private Path folder = Path.of("");

  static List<String> secrets() {
    return Settings.ALL.stream().filter(Setting::isSecret).map(Setting::name).toList();
  }

  @Test
  void everySecretMayComeFromAFile() {
    assertThat(Settings.ALL.stream().map(Setting::name))
        .containsAll(secrets().stream().map(name -> name + "_FILE").toList());
  }

  @Test
  void aFileHoldsTheSecret() throws IOException {
    SettingReader reading = SettingReader.of(in(Map.of("JWT_SECRET_FILE", file(KEY))));

    assertThat(reading.problems()).isEmpty();
    assertThat(keyOf(reading)).isEqualTo(KEY);
    assertThat(reading.trimmed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n"})
  void aLineBreakAtTheEndIsLeftOutAndTold(String lineBreak) throws IOException {
    for (Sources sources :
        List.of(
            in(Map.of("JWT_SECRET_FILE", file(KEY + lineBreak))),
            in(Map.of("JWT_SECRET", KEY + lineBreak)),
            Sources.of(Map.of("JWT_SECRET", KEY + lineBreak), Map.of()))) {
      SettingReader reading = SettingReader.of(sources);

      assertThat(keyOf(reading)).isEqualTo(KEY);
      assertThat(reading.trimmed()).containsExactly("JWT_SECRET");
    }
  }

  @Test
  void aByteOrderMarkIsLeftOutAndTold() throws IOException {
    SettingReader reading = SettingReader.of(in(Map.of("JWT_SECRET_FILE", file("\uFEFF" + KEY))));

    assertThat(keyOf(reading)).isEqualTo(KEY);
    assertThat(reading.trimmed()).containsExactly("JWT_SECRET");
  }

  @Test
  void blanksAndLineBreaksWithinBelongToTheSecret() {
    String odd = " \n" + KEY + "\t ";

    assertThat(keyOf(SettingReader.of(in(Map.of("JWT_SECRET", odd))))).isEqualTo(odd);
  }

  @Test
  void addressOfRedisMayComeFromAFile() throws IOException {
    Sources sources =
        in(Map.of("JWT_SECRET", KEY, "REDIS_URL_FILE", file("redis://:hidden@redis:7000\n")));

    SettingReader reading = SettingReader.of(sources);

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.get(ClusterSettings.REDIS_URL).orElseThrow().password()).contains("hidden");
    assertThat(reading.trimmed()).containsExactly("REDIS_URL");
  }

  @Test
  void publicKeyMayComeFromAFileInWhichLinesAreNoWonder()
      throws IOException, GeneralSecurityException {
    String pem =
        "\uFEFF-----BEGIN PUBLIC KEY-----\r\n"
            + Base64.getMimeEncoder()
                .encodeToString(
                    KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPublic()
                        .getEncoded())
            + "\r\n-----END PUBLIC KEY-----\r\n";
    for (String name : List.of("JWT_PUBLIC_KEY_FILE", "JWT_PUBLIC_KEY")) {
      SettingReader reading = SettingReader.of(in(Map.of(name, file(pem))));

      assertThat(reading.problems()).isEmpty();
      assertThat(reading.get(TokenSettings.JWT_PUBLIC_KEY)).isPresent();
      assertThat(reading.trimmed()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void theSameTwiceIsOneProblem(String name) throws IOException {
    Sources sources =
        Sources.of(Map.of(name, "hidden"), Map.of(name + "_FILE", file("hidden too")));

    assertThat(problemsOf(name, sources))
        .singleElement()
        .asString()
        .startsWith(name + " and " + name + "_FILE are both set")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aFileThatCannotBeReadIsOneProblem(String name) throws IOException {
    Path large = Files.write(folder.resolve("large"), new byte[65_537]);
    for (String path :
        List.of("/no/such/hidden", folder.toString(), large.toString(), "hidden\0here")) {
      assertThat(problemsOf(name, in(Map.of(name + "_FILE", path))))
          .singleElement()
          .asString()
          .startsWith(name + " cannot be read: " + name + "_FILE must be")
          .doesNotContain(path, "hidden");
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aFileWithNothingInItIsOneProblem(String name) throws IOException {
    for (String nothing : List.of("", "\n", " \r\n")) {
      assertThat(problemsOf(name, in(Map.of(name + "_FILE", file(nothing)))))
          .singleElement()
          .asString()
          .startsWith(name + " is empty");
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void whatLostCharactersOnItsWayIsRefused(String name) throws IOException {
    String damaged = "redis://hidden" + "\uFFFD".repeat(40);
    for (Sources sources :
        List.of(
            in(Map.of(name, damaged)),
            Sources.of(Map.of(name, damaged), Map.of()),
            in(Map.of(name + "_FILE", file("ä".repeat(40), StandardCharsets.ISO_8859_1))),
            in(Map.of(name + "_FILE", file("\uFEFF" + KEY, StandardCharsets.UTF_16LE))))) {
      assertThat(problemsOf(name, sources))
          .singleElement()
          .asString()
          .startsWith(name + " is not UTF-8")
          .contains(name + "_FILE")
          .doesNotContain("hidden");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT_SECRET", "JWT_PUBLIC_KEY", "JWT_JWKS_URL"})
  void blankKeyCountsAsNotWritten(String name) {
    assertThat(SettingReader.of(in(Map.of(name, " \n"))).problems())
        .singleElement()
        .asString()
        .startsWith("JWT_SECRET is empty");
  }

  @Test
  void aFallbackDoesNotCountWhereAFileIsNamed() throws IOException {
    Sources sources =
        in(Map.of("JWT_SECRET_FILE", file(KEY))).orElse(TokenSettings.JWT_SECRET, "other");

    assertThat(keyOf(SettingReader.of(sources))).isEqualTo(KEY);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretInThePlaceOfItsFileIsNotShown(String name) throws IOException {
    String path = file(KEY);
    for (String misplaced : List.of(KEY, "hidden\0here", folder.toString())) {
      assertThat(in(Map.of(name + "_FILE", misplaced)).shown())
          .containsEntry(name + "_FILE", "********");
    }
    assertThat(in(Map.of(name + "_FILE", path)).shown()).containsEntry(name + "_FILE", path);
    assertThat(in(Map.of()).shown()).containsEntry(name + "_FILE", "(not set)");
  }

  @Test
  void aKeyInThePlaceOfItsFileIsNotShown() throws IOException {
    String path = file(KEY);
    String misplaced = "-----BEGIN PRIVATE KEY----- hidden";

    assertThat(in(Map.of("TLS_KEY", misplaced)).shown()).containsEntry("TLS_KEY", "********");
    assertThat(in(Map.of("TLS_KEY", path)).shown()).containsEntry("TLS_KEY", path);
    assertThat(problemsOf("TLS_KEY", in(Map.of("TLS_KEY", "hidden\0here"))))
        .containsExactly("TLS_KEY must be the path of a file");
  }

  private static List<String> problemsOf(String name, Sources sources) {
    SettingReader reading = new SettingReader(sources);
    Settings.ALL.stream()
        .filter(setting -> setting.name().startsWith(name))
        .filter(setting -> !setting.name().equals("REDIS_URL") || name.equals("REDIS_URL"))
        .forEach(reading::find);
    return reading.problems();
  }

  private static String keyOf(SettingReader reading) {
    return new String(reading.get(TokenSettings.JWT_SECRET).orElseThrow().bytes(), UTF_8);
  }

  private static Sources in(Map<String, String> environment) {
    return Sources.of(Map.of(), environment);
  }

  private String file(String content) throws IOException {
    return file(content, UTF_8);
  }

  private String file(String content, Charset charset) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "secret", ""), content, charset)
        .toString();
  }
}
