package io.messageservice.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.ClientListener;
import io.messageservice.client.ClientThread;
import io.messageservice.client.CommandFailed;
import io.messageservice.client.JoinRequest;
import io.messageservice.client.JoinedConversation;
import io.messageservice.client.MessageClient;
import io.messageservice.client.ResumePosition;
import io.messageservice.client.ScheduledClientThread;
import io.messageservice.client.UnreadState;
import io.messageservice.client.socket.JdkSockets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A user who comes back after each restart. One thread has them do things; any may ask. */
final class StormUser implements ClientListener {

  private static final ClientThread THREAD = new ScheduledClientThread("storm-clients");
  private static final JdkSockets SOCKETS = new JdkSockets(LoadNode.HTTP);

  /** Between two tries of a command, in milliseconds, as the protocol asks clients to wait. */
  private static final int SHORTEST_DELAY = 500;

  private static final int LONGEST_DELAY = 2_000;

  /** How often any of them was told to ask again later. */
  static final LongAdder PUT_OFF = new LongAdder();

  private final int number;
  private final int users;
  private final Map<String, ResumePosition> positions = new LinkedHashMap<>();
  private final List<CompletableFuture<JsonNode>> answers = new CopyOnWriteArrayList<>();
  private final List<JoinedConversation> joined = new CopyOnWriteArrayList<>();

  private volatile @Nullable MessageClient client;
  private volatile boolean there;
  private volatile boolean counted;

  /** Written by the client's thread, as the positions; read by others once all is answered. */
  private String epoch = "";

  private String since = "";

  StormUser(int number, int users) {
    this.number = number;
    this.users = users;
  }

  void come(LoadNode node) {
    client =
        MessageClient.builder(node.address(), () -> LoadToken.of("u" + number))
            .opener(SOCKETS)
            .thread(THREAD)
            .connect(this);
  }

  void leave() {
    MessageClient leaving = client;
    if (leaving != null) {
      leaving.close();
    }
    there = false;
    counted = false;
    answers.clear();
    joined.clear();
  }

  private MessageClient client() {
    return Objects.requireNonNull(client);
  }

  /** Writes to the next ones. */
  void begin(int others) {
    for (int other = 1; other <= others; other++) {
      ObjectNode direct = JsonNodeFactory.instance.objectNode().put("kind", "direct");
      direct.putArray("participants").add("u" + (number + other) % users);
      answers.add(untilDone(() -> client().createConversation(direct)).thenCompose(this::write));
    }
  }

  private CompletableFuture<JsonNode> write(JsonNode created) {
    String id = created.path("conversation").path("conversationId").asText();
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("conversationId", id);
    message.put("content", "hello");
    return untilDone(() -> client().command("sendMessage", message));
  }

  /** Reads all conversations. */
  void list() {
    answers.clear();
    answers.add(page(null));
  }

  private CompletableFuture<JsonNode> page(@Nullable String cursor) {
    return untilDone(() -> client().listConversations(cursor)).thenCompose(this::listed);
  }

  private CompletableFuture<JsonNode> listed(JsonNode page) {
    for (JsonNode each : page.path("conversations")) {
      long seq = each.path("seq").asLong();
      ResumePosition position = new ResumePosition(seq, each.path("rev").asLong(), epoch);
      positions.put(each.path("conversationId").asText(), position);
    }
    if (page.has("cursor")) {
      return page(page.path("cursor").asText());
    }
    since = page.path("since").asText();
    return CompletableFuture.completedFuture(page);
  }

  int listed() {
    return positions.size();
  }

  void listChanged() {
    answers.add(untilDone(() -> client().listChanged(since)));
  }

  /** Sends a command, and again later where there is too much to do, or the connection was lost. */
  private static CompletableFuture<JsonNode> untilDone(
      Supplier<CompletableFuture<JsonNode>> command) {
    return command
        .get()
        .exceptionallyCompose(
            failure -> {
              if (!isPassing(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              PUT_OFF.increment();
              return later().thenCompose(nothing -> untilDone(command));
            });
  }

  private static boolean isPassing(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CommandFailed refusal
        && (refusal.isPassing() || refusal.code().equals(CommandFailed.DISCONNECTED));
  }

  private static CompletableFuture<Void> later() {
    int delay = ThreadLocalRandom.current().nextInt(SHORTEST_DELAY, LONGEST_DELAY);
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
  }

  void join() {
    positions.forEach(
        (id, position) -> {
          JoinRequest request = JoinRequest.to(id).resumingAfter(position);
          joined.add(client().join(request, message -> {}));
        });
  }

  boolean isThere() {
    return there;
  }

  boolean isAnswered() {
    return answers.stream().allMatch(answer -> answer.isDone() && answer.join() != null);
  }

  /** Whether all that was asked for is there, and what is unread. */
  boolean isBack() {
    return counted && isAnswered() && joined.stream().allMatch(JoinedConversation::isLive);
  }

  @Override
  public void connected() {
    there = true;
  }

  @Override
  public void pushed(String event, JsonNode data) {
    if (event.equals("hello")) {
      epoch = data.path("epoch").asText();
    }
  }

  @Override
  public void unreadChanged(UnreadState state) {
    counted = true;
  }
}
