package io.messageservice.kill.event;

import static io.messageservice.application.waiting.Patience.await;

import io.messageservice.blackbox.Tokens;
import io.messageservice.client.ClientListener;
import io.messageservice.client.MessageClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Users who connect and leave, and take part in nothing. One thread. */
final class Visitors implements AutoCloseable {

  static final List<String> USERS = List.of("visitor-0", "visitor-1", "visitor-2");

  private final EventNodes nodes;
  private final Map<String, MessageClient> connected = new HashMap<>();

  Visitors(EventNodes nodes) {
    this.nodes = nodes;
  }

  static MessageClient connect(EventNodes nodes, int node, String user) {
    return MessageClient.builder(
            nodes.all().get(node % nodes.all().size()).own("/"), () -> Tokens.of(user))
        .longestDelay(Duration.ofSeconds(1))
        .connect(ClientListener.NONE);
  }

  /** Who is connected leaves, the others connect; another user stays as they are each time. */
  void move(int round) {
    for (int i = 0; i < USERS.size(); i++) {
      String user = USERS.get(i);
      if ((round + i) % USERS.size() == 0) {
        continue;
      }
      MessageClient client = connected.remove(user);
      if (client == null) {
        connected.put(user, connect(nodes, round + i, user));
      } else {
        client.close();
      }
    }
  }

  /** All come once more, and leave. */
  void leave(BackEndCalls backEnd) {
    USERS.forEach(
        user -> connected.computeIfAbsent(user, id -> connect(nodes, USERS.indexOf(id), id)));
    USERS.forEach(user -> await().until(() -> backEnd.isOnline(user)));
    close();
  }

  @Override
  public void close() {
    connected.values().forEach(MessageClient::close);
    connected.clear();
  }
}
