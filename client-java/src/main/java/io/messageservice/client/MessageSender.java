package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.MessageQueue.Unanswered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Messages that are sent until they are answered for good, a queue for each conversation. The
 * thread of the client calls.
 */
final class MessageSender {

  private final OpenCommands connection;
  private final ClientConversations conversations;
  private final ClientListener listener;
  private final Supplier<ReconnectDelay> delays;
  private final Map<String, MessageQueue> queues = new LinkedHashMap<>();

  /** Messages in all queues. */
  private int waiting;

  MessageSender(
      OpenCommands connection,
      ClientConversations conversations,
      ClientListener listener,
      Supplier<ReconnectDelay> delays) {
    this.connection = connection;
    this.conversations = conversations;
    this.listener = listener;
    this.delays = delays;
  }

  int waiting() {
    return waiting;
  }

  /** Sends a message as soon as it can. */
  void send(ObjectNode payload, CompletableFuture<ConversationMessage> answer) {
    String conversation = payload.path("conversationId").asText();
    waiting++;
    queues
        .computeIfAbsent(conversation, id -> new MessageQueue(delays.get()))
        .add(new Unanswered(payload, answer));
    sendNext(conversation);
  }

  /** A connection is open. */
  void connected() {
    List.copyOf(queues.keySet()).forEach(this::sendNext);
  }

  /** The connection has ended: what is under way, or waits after a refusal, is the next again. */
  void disconnected() {
    queues.values().forEach(MessageQueue::unanswered);
  }

  /** The client has ended. */
  void ended(CommandFailed why) {
    List<Unanswered> all =
        queues.values().stream().flatMap(queue -> queue.drain().stream()).toList();
    queues.clear();
    waiting = 0;
    all.forEach(message -> message.answer().completeExceptionally(why));
  }

  private void sendNext(String conversation) {
    MessageQueue queue = queues.get(conversation);
    if (queue != null && connection.isOpen()) {
      queue.findNext().ifPresent(next -> send(conversation, queue, next));
    }
  }

  private void send(String conversation, MessageQueue queue, Unanswered next) {
    connection.send("sendMessage", next.payload(), new MessageReply(conversation, queue, next));
  }

  /** Of the message under way; a new connection sends it again by itself. */
  private final class MessageReply implements PendingReply {

    private final String conversation;
    private final MessageQueue queue;
    private final Unanswered message;

    MessageReply(String conversation, MessageQueue queue, Unanswered message) {
      this.conversation = conversation;
      this.queue = queue;
      this.message = message;
    }

    /** The reply stands where the push stands for others; that to a repetition stands nowhere. */
    @Override
    public void succeeded(JsonNode reply) {
      ConversationMessage stored = ConversationMessage.of(reply.path("message"));
      answered();
      if (!reply.path("duplicate").asBoolean()) {
        conversations.offer(stored);
      }
      message.answer().complete(stored);
      sendNext(conversation);
    }

    @Override
    public void refused(CommandFailed why) {
      if (why.isPassing()) {
        listener.postponed("sendMessage", why);
        connection.later(queue.delay().next(), this::again);
      } else {
        answered();
        message.answer().completeExceptionally(why);
        sendNext(conversation);
      }
    }

    private void answered() {
      waiting--;
      queue.answered();
      if (queue.isEmpty()) {
        queues.remove(conversation);
      }
    }

    private void again() {
      queue.unanswered();
      sendNext(conversation);
    }

    @Override
    public void lost() {}
  }
}
