package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret counts byte for byte, wherever it comes from and whatever the locale is. */
final class SecretSourcesIT {

  private static final String NO_LOCALE = "unset LANG LANGUAGE LC_ALL LC_CTYPE; ";
  private static final String SECRET = "schlüssel-ключ-鍵-".repeat(3);
  private static final Closed FAILED = new Closed(1008, "authentication failed");

  @TempDir Path folder;

  @Test
  void environmentIsReadAsUtf8WithoutALocale() {
    assertOnlyTheSecretItselfSigns(
        bare(Map.of()).startedBy(NO_LOCALE + "JWT_SECRET=" + printed(SECRET) + " exec \"$@\""));
  }

  @Test
  void flagIsReadAsUtf8WithoutALocale() {
    assertOnlyTheSecretItselfSigns(
        bare(Map.of()).startedBy(NO_LOCALE + "exec \"$@\" --jwt-secret " + printed(SECRET)));
  }

  @Test
  void fileIsReadAsUtf8WithoutALocale() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), SECRET);

    assertOnlyTheSecretItselfSigns(
        bare(Map.of("JWT_SECRET_FILE", file.toString())).startedBy(NO_LOCALE + "exec \"$@\""));
  }

  @Test
  void anotherEncodingEndsTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "ü".repeat(64), ISO_8859_1);
    try (ServiceProcess service = bare(Map.of("JWT_SECRET_FILE", file.toString()))) {
      service.start();

      assertThat(service.exitCode()).isEqualTo(2);
      assertThat(service.output().lines())
          .singleElement()
          .asString()
          .startsWith("JWT_SECRET is not UTF-8");
    }
  }

  @Test
  void lineBreakOfAMountedFileIsLeftOutAndTold() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), Tokens.SECRET + "\n");
    try (ServiceProcess service = bare(Map.of("JWT_SECRET_FILE", file.toString()))) {
      service.start();
      service.awaitReady();

      Client client = by(service, Tokens.SECRET);

      client.hearsNothing();
      client.close();
      await().until(() -> service.output().contains("secret_trimmed setting=JWT_SECRET"));
      assertThat(service.output()).doesNotContain(Tokens.SECRET);
    }
  }

  private void assertOnlyTheSecretItselfSigns(ServiceProcess given) {
    try (ServiceProcess service = given) {
      service.start();
      service.awaitReady();

      Client client = by(service, SECRET);
      client.hearsNothing();
      client.close();
      for (String guessed : new String[] {"?", "\uFFFD", "??", "\uFFFD\uFFFD"}) {
        String secret =
            SECRET.replaceAll("[^\\x00-\\x7F]", java.util.regex.Matcher.quoteReplacement(guessed));
        assertThat(by(service, secret).expectClosed()).isEqualTo(FAILED);
      }
    }
  }

  private static ServiceProcess bare(Map<String, String> settings) {
    ServiceProcess service = ServiceProcess.with(settings);
    service.unset("JWT_SECRET");
    return service;
  }

  private static Client by(ServiceProcess service, String secret) {
    String token = Tokens.signed(Json.object("sub", "alice"), secret);
    return new Client.Door(service.address("/?token=" + token)).open("alice");
  }

  /** For a shell, in ASCII alone: this test may itself run without a locale. */
  private static String printed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    String octal =
        IntStream.range(0, bytes.length)
            .mapToObj(i -> "\\" + Integer.toOctalString((bytes[i] & 0xFF) | 0x200).substring(1))
            .collect(joining());
    return "\"$(printf '" + octal + "')\"";
  }
}
