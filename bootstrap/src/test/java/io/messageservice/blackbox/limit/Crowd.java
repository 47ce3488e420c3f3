package io.messageservice.blackbox.limit;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Many users who come, stay until all are there, and go in every way that there is. The same users
 * and conversations each time.
 */
final class Crowd {

  /**
   * What the service must be set to: a crowd comes from one address and is everybody's business.
   */
  static final Map<String, String> SETTINGS =
      Map.of("RATE_LIMIT", "off", "PRESENCE_AUDIENCE", "contacts");

  private static final int USERS_PER_ROOM = 10;

  private final ServiceProcess service;
  private final int size;

  Crowd(ServiceProcess service, int size) {
    this.service = service;
    this.size = size;
  }

  /** They come and go. */
  void passThrough() {
    leave(come());
  }

  /** They come, join, type, send, misbehave, and go. */
  void meet() {
    List<RawClient> all = come();
    forEach(i -> takePart(i, all.get(i)));
    leave(all);
  }

  private List<RawClient> come() {
    return IntStream.range(0, size)
        .parallel()
        .mapToObj(i -> RawClient.upgraded(service, "crowd" + i))
        .toList();
  }

  private static void takePart(int i, RawClient client) {
    if (i % 16 == 5) {
      client.send(RawClient.frame(0x01, new byte[] {'{'})); // a message begun and not ended
      return;
    }
    if (i % 16 == 7) {
      client.sendHex("ff ff 00 01 02 03");
      return;
    }
    String room = "crowd-room" + i / USERS_PER_ROOM;
    client.sendText(command("joinConversation", room, ""));
    client.sendText(command("typing", room, ",\"isTyping\":true"));
    client.sendText("{\"event\":\"" + "x".repeat(i % 100));
    client.sendText(command("fetchMessages", room, ",\"limit\":5"));
    client.sendText(command("sendMessage", room, ",\"content\":\"hello\""));
    JsonNode unused = client.readJson("sendMessage");
  }

  private static String command(String event, String room, String more) {
    return "{\"event\":\""
        + event
        + "\",\"payload\":{\"conversationId\":\""
        + room
        + "\""
        + more
        + "}}";
  }

  private void leave(List<RawClient> all) {
    forEach(
        i -> {
          RawClient client = all.get(i);
          switch (i % 3) {
            case 0 -> closeProperly(client);
            case 1 -> client.reset();
            default -> client.close();
          }
        });
  }

  private static void closeProperly(RawClient client) {
    try (client) {
      client.sendClose(1000, "");
      boolean ignored = client.endsByFin();
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof SocketException)) {
        throw e;
      }
    }
  }

  private void forEach(java.util.function.IntConsumer action) {
    IntStream.range(0, size).parallel().forEach(action);
  }
}
