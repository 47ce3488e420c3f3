package io.messageservice.blackbox.limit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One hostile client: does whatever makes the service hold memory, and hardly reads. Each thread
 * has its own.
 */
final class Hostile {

  /** Six bytes a character on the wire. */
  private static final String ESCAPED = "\\u0001".repeat(10_000);

  private static final String HALF_A_HEAD =
      "GET / HTTP/1.1\r\nHost: x\r\nX-Filler: " + "x".repeat(7_000) + "\r\n";

  private static final List<BiConsumer<Hostile, RawClient>> STEPS =
      List.of(
          Hostile::join,
          Hostile::replay,
          Hostile::fetch,
          Hostile::array,
          Hostile::sendLarge,
          Hostile::sendBehind,
          Hostile::begin,
          Hostile::type,
          Hostile::ping,
          Hostile::readALittle);

  private final ServiceProcess service;
  private final Random random;
  private final int users;

  Hostile(ServiceProcess service, long seed, int users) {
    this.service = service;
    this.random = new Random(seed);
    this.users = users;
  }

  /** Fills the conversation that the others ask for. */
  static void fill(ServiceProcess service) {
    try (RawClient client = RawClient.upgraded(service, "hostile0")) {
      for (int i = 0; i < 60; i++) {
        client.sendText(
            command("sendMessage", "'conversationId':'large','content':'" + ESCAPED + "'"));
        client.readJson();
      }
    }
  }

  /** A new connection: most are upgraded, some never finish their request. */
  RawClient connect() {
    RawClient client = new RawClient(service);
    try {
      if (random.nextInt(5) == 0) {
        client.send(HALF_A_HEAD.getBytes(ISO_8859_1));
      } else {
        client.handshake("/?token=" + Tokens.of("hostile" + random.nextInt(users)));
        join(client);
      }
      return client;
    } catch (UncheckedIOException | IndexOutOfBoundsException refused) {
      client.close();
      throw new AssertionError("refused", refused);
    }
  }

  /** Does one thing, often enough to matter. */
  void step(RawClient client) {
    STEPS.get(random.nextInt(STEPS.size())).accept(this, client);
  }

  private void join(RawClient client) {
    client.sendText(command("joinConversation", "'conversationId':'large'"));
  }

  private void replay(RawClient client) {
    client.sendText(command("joinConversation", "'conversationId':'large','afterSeq':0"));
  }

  private void fetch(RawClient client) {
    client.sendText(command("fetchMessages", "'conversationId':'large','limit':200"));
  }

  private void array(RawClient client) {
    String ids =
        IntStream.range(0, 200)
            .mapToObj(i -> "'hostile" + i + "'")
            .collect(Collectors.joining(","));
    client.sendText(
        IntStream.range(0, 33)
            .mapToObj(
                i ->
                    String.join(
                        ",",
                        command("fetchMessages", "'conversationId':'large','limit':200"),
                        command("listConversations", "'limit':200"),
                        command("getPresence", "'userIds':[" + ids + "]")))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private void sendLarge(RawClient client) {
    String room = "room" + random.nextInt(20);
    client.sendText(
        command("sendMessage", "'conversationId':'" + room + "','content':'" + ESCAPED + "'"));
    client.sendText(command("joinConversation", "'conversationId':'" + room + "'"));
  }

  private void sendBehind(RawClient client) {
    fetch(client);
    for (int i = 0; i < 20; i++) {
      sendLarge(client);
    }
  }

  private void begin(RawClient client) {
    byte[] begun = new byte[60_000];
    Arrays.fill(begun, (byte) 'x');
    client.send(RawClient.frame(RawClient.TEXT, begun));
  }

  private void type(RawClient client) {
    for (int i = 0; i < 50; i++) {
      client.sendText(command("typing", "'conversationId':'large','isTyping':" + (i % 2 == 0)));
    }
  }

  private void ping(RawClient client) {
    for (int i = 0; i < 50; i++) {
      client.send(RawClient.frame(0x80 | RawClient.PING, new byte[125]));
    }
  }

  private void readALittle(RawClient client) {
    client.read();
  }

  private static String command(String event, String payload) {
    return "{'event':'%s','payload':{%s}}".formatted(event, payload).replace('\'', '"');
  }
}
