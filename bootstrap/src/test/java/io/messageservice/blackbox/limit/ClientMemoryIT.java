package io.messageservice.blackbox.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that make the service hold as much as it can, each in another way, against a small heap.
 * The process ends where it runs out of memory. A pair of others talks meanwhile.
 */
final class ClientMemoryIT {

  private static final int CONNECTIONS = 32;

  /** Six bytes each on the wire. */
  private static final String ESCAPED = "\\u0001".repeat(10_000);

  private final ServiceProcess service =
      ServiceProcess.with(
              Map.of(
                  "RATE_LIMIT", "off",
                  "PRESENCE_AUDIENCE", "contacts",
                  "MAX_FRAME_BYTES", "256KiB",
                  "HEARTBEAT_INTERVAL", "1h",
                  "DRAIN_TIME", "10m",
                  "SYNC", "normal"))
          .withHeap("128m");

  private final List<RawClient> attackers = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    service.start();
    service.awaitReady();
    try (RawClient eve = RawClient.upgraded(service, "eve")) {
      for (int i = 0; i < 60; i++) {
        eve.sendText(
            command("sendMessage", "'conversationId':'large','content':'" + ESCAPED + "'"));
        assertThat(eve.readJson().get("success").asBoolean()).isTrue();
      }
    }
  }

  @AfterEach
  void stop() {
    attackers.forEach(RawClient::close);
    service.close();
  }

  @Test
  void pagesAndReplaysThatNobodyReads() {
    String join = command("joinConversation", "'conversationId':'large'");
    String fetch = command("fetchMessages", "'conversationId':'large','limit':200");
    String replay = command("joinConversation", "'conversationId':'large','afterSeq':0");

    attack(4, CONNECTIONS, client -> client.sendText(join).sendText(fetch).sendText(replay));

    assertServes();
  }

  @Test
  void arraysOfEverythingThatNobodyReads() {
    String join = command("joinConversation", "'conversationId':'large'");
    String users =
        IntStream.range(0, 200).mapToObj(i -> "'user" + i + "'").collect(Collectors.joining(","));
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      commands.add(command("fetchMessages", "'conversationId':'large','limit':200"));
      commands.add(command("listConversations", "'limit':200"));
      commands.add(command("getPresence", "'userIds':[" + users + "]"));
      commands.add(command("joinConversation", "'conversationId':'large','afterSeq':0"));
      commands.add(command("markConversationAsRead", "'conversationId':'large'"));
    }
    String array = "[" + String.join(",", commands) + "]";

    attack(4, CONNECTIONS, client -> client.sendText(join).sendText(array).sendText(array));

    assertServes();
  }

  @Test
  void messagesThatAreNotFinished() {
    byte[] begun = new byte[250_000];
    Arrays.fill(begun, (byte) 'x');
    byte[] frame = RawClient.frame(RawClient.TEXT, begun);

    attack(40, 25, client -> client.send(frame));

    assertServes();
  }

  @Test
  void commandsThatWaitBehindARead() {
    String join = command("joinConversation", "'conversationId':'large'");
    String fetch = command("fetchMessages", "'conversationId':'large','limit':200");
    String send = command("sendMessage", "'conversationId':'large','content':'" + ESCAPED + "'");

    attack(
        4,
        CONNECTIONS,
        client -> {
          client.sendText(join).sendText(fetch).sendText(fetch);
          for (int i = 0; i < 100; i++) {
            client.sendText(send);
          }
        });

    assertServes();
  }

  @Test
  void aPageFitsIntoWhatCommonClientsTakeAndTheNextGoesOn() {
    try (RawClient client = RawClient.upgraded(service, "eve")) {
      List<Long> seqs = new ArrayList<>();
      boolean more = true;
      while (more) {
        long after = seqs.isEmpty() ? 0 : seqs.get(seqs.size() - 1);
        client.sendText(
            command("fetchMessages", "'conversationId':'large','limit':200,'afterSeq':" + after));
        byte[] page = client.read().payload();
        assertThat(page.length).isLessThanOrEqualTo(512 << 10);
        JsonNode reply = Json.parse(new String(page, UTF_8));
        reply.get("messages").forEach(message -> seqs.add(message.get("seq").asLong()));
        more = reply.get("more").asBoolean();
      }
      assertThat(seqs).isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(i -> (long) i).toList());
    }
  }

  @Test
  void whoReadsSlowlyGetsEveryAnswerOfAnArray() {
    String fetch = command("fetchMessages", "'conversationId':'large','limit':200");
    String array =
        IntStream.range(0, 100).mapToObj(i -> fetch).collect(Collectors.joining(",", "[", "]"));
    try (RawClient client = RawClient.upgraded(service, "eve")) {
      client.sendText(array);
      talk();

      for (int i = 0; i < 100; i++) {
        assertThat(client.readJson().get("messages")).isNotEmpty();
      }
    }
    assertServes();
  }

  /** What one connection does. */
  private interface Attack {
    void on(RawClient client);
  }

  /** Has every connection of every user do it at the same time, and read nothing. */
  private void attack(int users, int connections, Attack attack) {
    IntStream.range(0, users * connections)
        .parallel()
        .mapToObj(i -> RawClient.upgraded(service, "user" + i % users))
        .forEach(attackers::add);
    for (RawClient client : attackers) {
      try {
        attack.on(client);
      } catch (UncheckedIOException ended) {
        // the service ends those for which it holds most
      }
    }
  }

  /** A pair talks without an error, while the attack lasts and after it. */
  private void assertServes() {
    talk();
    attackers.forEach(RawClient::close);
    talk();
    service.awaitNothingHeld();
    service.terminate();
    service.exitCode();
    assertThat(service.output())
        .doesNotContain("OutOfMemory")
        .doesNotContain("ERROR")
        .contains("stopped client_memory_held=0");
  }

  private void talk() {
    try (RawClient alice = RawClient.upgraded(service, "alice");
        RawClient bob = RawClient.upgraded(service, "bob")) {
      assertTaken(bob, "joinConversation", "'conversationId':'pair'");
      for (int i = 0; i < 200; i++) {
        assertTaken(alice, "sendMessage", "'conversationId':'pair','content':'hello'");
        assertThat(bob.readJson("newMessage").path("data").path("content").asText())
            .isEqualTo("hello");
      }
    }
  }

  /** Without rates a burst may fill the lane for a moment: then the command is sent again. */
  private static void assertTaken(RawClient client, String event, String payload) {
    JsonNode reply;
    do {
      client.sendText(command(event, payload));
      reply = client.readJson(event);
    } while (reply.path("code").asText().equals("overloaded"));
    assertThat(reply.path("success").asBoolean()).as("%s", reply).isTrue();
  }

  private static String command(String event, String payload) {
    return "{'event':'%s','payload':{%s}}".formatted(event, payload).replace('\'', '"');
  }
}
