package io.messageservice.load;

import io.messageservice.client.ClientListener;
import io.messageservice.client.ClientThread;
import io.messageservice.client.ConversationMessage;
import io.messageservice.client.JoinRequest;
import io.messageservice.client.JoinedConversation;
import io.messageservice.client.MessageClient;
import io.messageservice.client.ScheduledClientThread;
import io.messageservice.client.socket.JdkSockets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A user on a node, who comes back by themselves and resumes. Any thread may call; the thread that
 * all clients share receives.
 */
final class LoadClient implements ClientListener {

  /** Short, so that figures show the service and not of waiting clients. */
  private static final Duration LONGEST_DELAY = Duration.ofMillis(100);

  /** After a new epoch, what was sent while nobody was back is read again. */
  private static final int NEWEST = 3;

  private static final ClientThread THREAD = new ScheduledClientThread("load-clients");
  private static final JdkSockets SOCKETS = new JdkSockets(LoadNode.HTTP);

  private final String user;
  private final MessageClient client;
  private final Map<String, JoinedConversation> rooms = new ConcurrentHashMap<>();

  /** Room and text of all that others sent here. */
  private final Set<String> received = ConcurrentHashMap.newKeySet();

  /** Room and text of all that is sent, or on its way. */
  private final Set<String> sent = ConcurrentHashMap.newKeySet();

  /** Written by the shared thread, as is {@code timesClosed}. */
  private volatile long receivedInAll;

  private volatile int timesClosed;
  private volatile boolean connected;

  LoadClient(LoadNode node, String user) {
    this.user = user;
    client =
        MessageClient.builder(node.address(), () -> LoadToken.of(user))
            .opener(SOCKETS)
            .thread(THREAD)
            .longestDelay(LONGEST_DELAY)
            .connect(this);
  }

  /** Closes for good. */
  void leave() {
    client.close();
  }

  void join(Collection<String> more) {
    for (String room : more) {
      JoinRequest request = JoinRequest.to(room).withHistory(NEWEST);
      rooms.put(room, client.join(request, this::received));
    }
  }

  /** Whether all rooms are joined. */
  boolean isThere() {
    return rooms.values().stream().allMatch(JoinedConversation::isLive);
  }

  int timesClosed() {
    return timesClosed;
  }

  boolean hasReceived(String room, String text) {
    return received.contains(what(room, text));
  }

  long receivedInAll() {
    return receivedInAll;
  }

  void send(String room, String text) {
    var unused =
        client
            .sendMessage(room, text)
            .exceptionally(
                refused -> {
                  sent.remove(what(room, text));
                  return null;
                });
  }

  /** Sends it to those rooms to which it was not sent and is not under way. */
  void sendWhereNotSent(Collection<String> some, String text) {
    for (String room : some) {
      if (sent.add(what(room, text))) {
        send(room, text);
      }
    }
  }

  private static String what(String room, String text) {
    return room + " " + text;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void received(ConversationMessage message) {
    if (!message.senderId().equals(user)) {
      received.add(what(message.conversationId(), message.content()));
      receivedInAll++;
    }
  }

  @Override
  public void connected() {
    connected = true;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void disconnected(String why, Duration retryIn) {
    if (connected) {
      timesClosed++;
    }
    connected = false;
  }
}
