package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.Head;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service writes: neither tokens nor queries nor what was said, whatever happens. */
final class LogHygieneIT {

  private static final String SAID = "a-word-between-us";
  private static final String ASKED = "a-query-of-mine";
  private static final Pattern REFUSED = Pattern.compile("refused reason=(\\S+) count=(\\d+)");

  private final List<String> secrets = new ArrayList<>(List.of(SAID, ASKED, Tokens.SECRET));

  @SuppressWarnings("NullAway.Init")
  private ServiceProcess service;

  @AfterEach
  void stop() {
    service.close();
  }

  private String secret(String token) {
    secrets.add(token);
    secrets.add(token.substring(token.lastIndexOf('.') + 1));
    return token;
  }

  @ParameterizedTest
  @CsvSource({"trace, text", "debug, json"})
  void neitherTokensNorQueriesNorMessagesAreWritten(String level, String format) {
    service =
        ServiceProcess.ready(
            Map.of("LOG_LEVEL", level, "LOG_FORMAT", format, "REFUSED_HANDSHAKE_RATE", "off"));
    List<String> tokens =
        List.of(
            secret(Tokens.of("alice")),
            secret(Tokens.of("alice") + "forged"),
            secret(Tokens.signed(Json.object("sub", "alice"), "another-secret-".repeat(5))),
            secret(Tokens.signed(Json.object("sub", "al", "exp", Tokens.secondsFromNow(-999)))),
            secret(Tokens.signed(Json.object("sub", "x".repeat(200)))),
            "a-token-that-is-" + ASKED);

    for (String token : tokens) {
      show("/?token=" + token + "&q=" + ASKED);
      show("/ws?q=" + ASKED, "Authorization: Bearer " + token);
      show("/", "Sec-WebSocket-Protocol: message-service.v1, bearer." + token);
      show("/nowhere?token=" + token, "X: y");
      show("/?token=" + token, "Origin: https://evil.example/?" + ASKED);
      show("/?token=" + token + "%zz{}|" + ASKED);
      show("/?token=" + token, "Broken " + token);
      show("/?" + ("p=" + ASKED + "&").repeat(100) + "token=" + token);
      show("/?token=" + token, "Cookie: " + ASKED.repeat(2_000));
    }
    talk(tokens);

    service.terminate();
    assertThat(service.exitCode()).isZero();
    assertThat(service.output()).contains("started", "refused", "stopped");
    assertThat(secrets).noneMatch(service.output()::contains);
  }

  private void show(String target, String... lines) {
    try (RawClient raw = new RawClient(service)) {
      raw.send(RawClient.request(target, lines).getBytes(ISO_8859_1));
      Head ignored = raw.readHead();
    } catch (java.io.UncheckedIOException closed) {
      // also an answer
    }
  }

  private void talk(List<String> tokens) {
    try (RawClient raw = RawClient.upgraded(service, "alice")) {
      for (String token : tokens) {
        raw.send(Client.command("authenticate", "token", token));
      }
      for (String event : List.of("joinConversation", "sendMessage", "typing", SAID)) {
        raw.sendText(
            "{\"event\":\""
                + event
                + "\",\"payload\":{\"conversationId\":\""
                + SAID
                + "\",\"isTyping\":true,\"content\":\""
                + SAID
                + "\"}}");
      }
      raw.sendText("{\"event\":\"sendMessage\",\"payload\":{\"content\":\"" + SAID);
      raw.sendHex("c1 80 00000000");
      boolean ignored = raw.endsByFin();
    }
    try (RawClient raw = RawClient.upgraded(service, "alice")) {
      raw.sendClose(1000, SAID);
      boolean ignored = raw.endsByFin();
    }
  }

  @Test
  void refusalsAreCountedInFewLines() {
    service = ServiceProcess.ready(Map.of());
    int all = 500;
    long began = System.nanoTime();

    for (int i = 0; i < all; i++) {
      show("/", "Origin: https://evil.example");
    }
    long seconds = 1 + (System.nanoTime() - began) / 1_000_000_000L;
    service.terminate();
    service.exitCode();

    await().until(() -> service.output().contains("stopped"));
    List<String> lines = REFUSED.matcher(service.output()).results().map(r -> r.group()).toList();
    assertThat(lines).anyMatch(line -> line.contains("http_403"));
    assertThat(lines).hasSizeLessThanOrEqualTo((int) (2 * (seconds + 2)));
    assertThat(REFUSED.matcher(service.output()).results().mapToInt(r -> count(r.group())).sum())
        .isEqualTo(all);
  }

  private static int count(String line) {
    Matcher matcher = REFUSED.matcher(line);
    return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
  }
}
