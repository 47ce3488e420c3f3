package io.messageservice.load;

import static io.messageservice.load.Waiting.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.ClientListener;
import io.messageservice.client.ClientThread;
import io.messageservice.client.MessageClient;
import io.messageservice.client.ScheduledClientThread;
import io.messageservice.client.socket.JdkSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A user who writes to groups of their own, whose other members are never connected. */
final class GroupWriter implements ClientListener, AutoCloseable {

  /**
   * So many messages of a user may wait for their reply; those of all writers are less than what
   * the service takes.
   */
  private static final int UNDER_WAY = 128;

  /** As many are added to a group at once. */
  private static final int MEMBERS_ADDED = 100;

  private static final ClientThread THREAD = new ScheduledClientThread("writers");
  private static final JdkSockets SOCKETS = new JdkSockets(LoadNode.HTTP);

  private final String user;
  private final MessageClient client;
  private final List<String> groups = new ArrayList<>();
  private final Semaphore underWay = new Semaphore(UNDER_WAY);
  private volatile @Nullable Throwable refused;
  private volatile boolean connected;
  private int next;

  /** Returns once they are connected. */
  GroupWriter(LoadNode node, String user) {
    this.user = user;
    client =
        MessageClient.builder(node.address(), () -> LoadToken.of(user))
            .opener(SOCKETS)
            .thread(THREAD)
            .connect(this);
    await("a writer to connect", () -> connected);
  }

  /** Creates more groups with so many others each. */
  GroupWriter withGroups(int count, int others) {
    for (int i = 0; i < count; i++) {
      groups.add(create(others));
    }
    return this;
  }

  private String create(int others) {
    ObjectNode group = JsonNodeFactory.instance.objectNode().put("kind", "group");
    group.set("participants", members(0, Math.min(others, MEMBERS_ADDED)));
    JsonNode created = client.createConversation(group).join();
    String id = created.path("conversation").path("conversationId").asText();
    for (int from = MEMBERS_ADDED; from < others; from += MEMBERS_ADDED) {
      ObjectNode more = JsonNodeFactory.instance.objectNode().put("conversationId", id);
      more.set("userIds", members(from, Math.min(others, from + MEMBERS_ADDED)));
      client.command("addParticipants", more).join();
    }
    return id;
  }

  private ArrayNode members(int from, int to) {
    ArrayNode members = JsonNodeFactory.instance.arrayNode();
    for (int member = from; member < to; member++) {
      members.add(user + "-member-" + member);
    }
    return members;
  }

  /** Sends to the groups in turn; waits where too many messages wait for their reply. */
  void send(long count) {
    for (long i = 0; i < count; i++) {
      underWay.acquireUninterruptibly();
      var unused = sendOne().whenComplete(this::isAnswered);
    }
  }

  private CompletableFuture<JsonNode> sendOne() {
    next = (next + 1) % groups.size();
    return client.command(
        "sendMessage",
        JsonNodeFactory.instance
            .objectNode()
            .put("conversationId", groups.get(next))
            .put("content", "what a message says in a few words"));
  }

  private void isAnswered(@Nullable JsonNode reply, @Nullable Throwable failure) {
    if (failure != null) {
      refused = failure;
    }
    underWay.release();
  }

  /** Waits until all that was sent is stored. */
  void awaitStored() {
    underWay.acquireUninterruptibly(UNDER_WAY);
    underWay.release(UNDER_WAY);
    Figures.require(refused == null, "a message was refused: " + refused);
  }

  /** Sends one message and waits for its reply; in nanoseconds. */
  long ask() {
    long begin = System.nanoTime();
    sendOne().join();
    return System.nanoTime() - begin;
  }

  @Override
  public void connected() {
    connected = true;
  }

  @Override
  public void close() {
    client.close();
  }
}
