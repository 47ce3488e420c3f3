package io.messageservice.blackbox.conversation;

import static io.messageservice.application.waiting.Patience.PATIENCE;
import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.FrameConnection;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import io.messageservice.blackbox.contract.SchemaMembers;
import io.messageservice.blackbox.contract.SocketContract;
import io.messageservice.blackbox.contract.SocketMessage;
import io.messageservice.client.socket.JdkSockets;
import io.messageservice.client.socket.OpeningRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * Plays the commands that are the examples of {@code docs/asyncapi.yaml}: each is carried out, and
 * what is answered and pushed has together each member that the document names.
 */
final class AsyncApiIT {

  /** They take a slow reader and other services: {@code DocumentedEventsTest} has them. */
  private static final Set<String> NOT_PLAYED =
      Set.of("laggedPush", "noticePush", "relayedMessagePush");

  private static final Set<String> OF_GROUPS =
      Set.of(
          "updateConversation",
          "addParticipants",
          "setParticipant",
          "removeParticipant",
          "fetchParticipants",
          "leaveGroup");

  private static final Set<String> OF_OWN_MESSAGES = Set.of("editMessage", "deleteMessage");

  private final Queue<JsonNode> base = new ConcurrentLinkedQueue<>();
  private final Queue<JsonNode> v1 = new ConcurrentLinkedQueue<>();

  /** What the service chose, by the name of the member. */
  private final Map<String, String> chosen = new HashMap<>();

  /** The group that Alice created. */
  private String group = "";

  /** The last message that Alice sent to the lobby. */
  private JsonNode own = NullNode.getInstance();

  @Test
  void everyExampleIsCarriedOutAndEveryMemberIsSeen() throws InterruptedException {
    try (ServiceProcess service = ServiceProcess.ready(Map.of())) {
      FrameConnection bob = connect(service, "bob", base, false);
      FrameConnection carol = connect(service, "carol", v1, true);
      prepare(service, bob, carol);
      FrameConnection alice = connect(service, "alice", v1, true);

      for (SocketMessage message : SocketMessage.all()) {
        if (message.isCommand()) {
          for (JsonNode example : message.examples()) {
            play(alice, message.event(), example);
          }
        }
      }
      changeWhatWasSent(alice, carol);
      createAgain(alice, carol);
      FrameConnection carolsPhone = connect(service, "carol", v1, true);
      prefer(alice, carol, carolsPhone);
      catchUp(alice, carol);
      carolsPhone.abort();
      refused(alice, Json.object("event", "whisper").toString());
      refused(alice, "{\"event\":\"whisper\",\"ref\":1}");
      refused(alice, "whisper");
      assertThat(ask(bob, "ping").get("data")).isEmpty();
      alice.abort();

      await().untilAsserted(this::everyMemberIsSeen);
      bob.abort();
      carol.abort();
    }
    assertBrokenFramesAreFound("base", base);
    assertBrokenFramesAreFound(SocketContract.SUBPROTOCOL, v1);
  }

  private FrameConnection connect(
      ServiceProcess service, String user, Queue<JsonNode> seen, boolean greeted) {
    OpeningRequest request = OpeningRequest.to(service.address("/"));
    request =
        greeted
            ? request.withSubprotocols(
                List.of(SocketContract.SUBPROTOCOL, "bearer." + Tokens.of(user)))
            : request.withHeader("Authorization", "Bearer " + Tokens.of(user));
    return FrameConnection.open(
            new JdkSockets(Client.HTTP), request, frame -> seen.add(frame.json()))
        .join();
  }

  /** There is something to read, somebody who has read, and somebody who is gone. */
  private void prepare(ServiceProcess service, FrameConnection bob, FrameConnection carol)
      throws InterruptedException {
    connect(service, "dave", base, false).abort();
    for (FrameConnection reader : List.of(bob, carol)) {
      ask(reader, "joinConversation", "conversationId", "lobby");
    }
    for (String content : List.of("one", "two")) {
      JsonNode said = ask(bob, "sendMessage", "conversationId", "lobby", "content", content);
      chosen.put("messageId", said.at("/message/id").asText());
    }
    chosen.put("replyTo", chosen.getOrDefault("messageId", ""));
    ask(carol, "markConversationAsRead", "conversationId", "lobby");
    await().until(() -> status(bob, "dave").has("lastSeenAt"));
  }

  /** Of messages in each state: replies to retries, conflicts, pages, lists and replays. */
  private void changeWhatWasSent(FrameConnection alice, FrameConnection carol)
      throws InterruptedException {
    Object[] file = full("lobby", chosen.getOrDefault("replyTo", ""));
    String id = ask(alice, "sendMessage", file).at("/message/id").asText();
    ask(alice, "addReaction", "messageId", id, "reaction", "👍");
    ask(alice, "editMessage", "messageId", id, "content", "see");
    ask(alice, "sendMessage", file);
    ask(alice, "joinConversation", "conversationId", "lobby");
    ask(alice, "listConversations");
    refused(
        alice,
        Client.command("editMessage", "messageId", id, "content", "no", "ifRev", 1).toString());

    Object[] text = {
      "conversationId", "lobby", "clientMessageId", "a-4", "content", "oops", "type", "poll"
    };
    String gone = ask(alice, "sendMessage", text).at("/message/id").asText();
    ask(alice, "deleteMessage", "messageId", gone);
    ask(alice, "sendMessage", text);
    refused(alice, Client.command("editMessage", "messageId", gone, "content", "no").toString());

    ask(alice, "fetchMessages", "conversationId", "lobby");
    ask(carol, "joinConversation", "conversationId", "lobby", "afterSeq", 0, "afterRev", 0);
    ask(alice, "listConversations");
  }

  /** Of a group with a message in each state: replies to who creates it again, lists, a resume. */
  private void createAgain(FrameConnection alice, FrameConnection carol)
      throws InterruptedException {
    Object[] wanted = tea();
    String id =
        ask(alice, "createConversation", wanted).at("/conversation/conversationId").asText();
    JsonNode first = ask(alice, "sendMessage", "conversationId", id, "content", "one");
    String last =
        ask(alice, "sendMessage", full(id, first.at("/message/id").asText()))
            .at("/message/id")
            .asText();
    ask(alice, "addReaction", "messageId", last, "reaction", "👍");
    ask(alice, "editMessage", "messageId", last, "content", "see");
    ask(carol, "markConversationAsRead", "conversationId", id);
    ask(carol, "joinConversation", "conversationId", id, "afterSeq", 0, "afterRev", 0);
    ask(alice, "createConversation", wanted);
    ask(alice, "listConversations");
    ask(alice, "deleteMessage", "messageId", last);
    ask(alice, "createConversation", wanted);
  }

  private static Object[] tea() {
    return new Object[] {
      "participants", List.of("carol"),
      "title", "Tea",
      "avatarUrl", "/tea.png",
      "metadata", Json.object("colour", "green"),
      "clientConversationId", "g-2"
    };
  }

  /** What is delivered and preferred elsewhere; a list and a conversation of what is hidden. */
  private void prefer(FrameConnection alice, FrameConnection carol, FrameConnection carolsPhone)
      throws InterruptedException {
    ask(carol, "sendMessage", "conversationId", "lobby", "content", "three");
    ask(carolsPhone, "setPreferences", "conversationId", "lobby", "hidden", true);
    JsonNode sent = ask(alice, "sendMessage", "conversationId", "lobby", "content", "four");
    long seq = sent.at("/message/seq").asLong();
    ask(carol, "markAsDelivered", "conversationId", "lobby", "upToSeq", seq);
    for (JsonNode listed : ask(alice, "listConversations").get("conversations")) {
      String id = listed.get("conversationId").asText();
      ask(alice, "setPreferences", "conversationId", id, "mutedUntil", "forever", "hidden", true);
    }
    ask(alice, "listConversations", "hidden", true);
    ask(alice, "createConversation", tea());
  }

  /** A mention that is unread, and what changed since: one conversation less. */
  private void catchUp(FrameConnection alice, FrameConnection carol) throws InterruptedException {
    String id = ask(alice, "createConversation", tea()).at("/conversation/conversationId").asText();
    Object[] mention = {"conversationId", id, "content", "five", "mentions", List.of("alice")};
    ask(carol, "sendMessage", mention);
    ask(alice, "createConversation", tea());
    ask(alice, "listConversations");
    String since = ask(carol, "listConversations").get("since").asText();
    ask(carol, "leaveGroup", "conversationId", id);
    ask(carol, "listConversations", "since", since);
  }

  /** A message with everything that one may have. */
  private static Object[] full(String conversation, String replyTo) {
    return new Object[] {
      "conversationId",
      conversation,
      "clientMessageId",
      "a-3",
      "type",
      "poll",
      "metadata",
      Json.object("options", 2),
      "replyTo",
      replyTo,
      "mentions",
      List.of(conversation.equals("lobby") ? "bob" : "carol"),
      "attachments",
      Json.array(Attachments.full())
    };
  }

  private JsonNode status(FrameConnection asker, String user) throws InterruptedException {
    return ask(asker, "getPresence", "userIds", List.of(user)).at("/statuses/0");
  }

  private JsonNode ask(FrameConnection client, String event, Object... payload)
      throws InterruptedException {
    var unused = client.send(Client.command(event, payload)).join();
    return answer(client, event.equals("ping"));
  }

  private void play(FrameConnection alice, String event, JsonNode example)
      throws InterruptedException {
    chosen.put("token", Tokens.of("alice"));
    JsonNode command = withChosen(example);
    var unused = alice.send(command).join();

    int answers = command.isArray() ? command.size() : 1;
    boolean isAnswered = !event.equals("typing") || command.has("ref");
    for (int i = 0; isAnswered && i < answers; i++) {
      JsonNode answer = answer(alice, true);
      assertThat(answer.path("success").asBoolean(true)).as("%s: %s", command, answer).isTrue();
      if (answer.at("/conversation/kind").asText().equals("group")) {
        group = answer.at("/conversation/conversationId").asText();
      }
      if (answer.at("/message/conversationId").asText().equals("lobby")) {
        own = answer.get("message");
      }
      keep("epoch", answer);
      keep("cursor", answer);
    }
  }

  private void keep(String name, JsonNode answer) {
    if (answer.has(name)) {
      chosen.put(name, answer.get(name).asText());
    }
  }

  private JsonNode withChosen(JsonNode example) {
    JsonNode command = example.deepCopy();
    if (command.path("payload") instanceof ObjectNode payload) {
      if (OF_OWN_MESSAGES.contains(command.get("event").asText())) {
        payload.set("messageId", own.get("id"));
        if (payload.has("ifRev")) {
          payload.set("ifRev", own.get("rev"));
        }
        return command;
      }
      if (OF_GROUPS.contains(command.get("event").asText())) {
        payload.put("conversationId", group);
      }
      for (Map.Entry<String, String> member : chosen.entrySet()) {
        if (payload.has(member.getKey())) {
          payload.put(member.getKey(), member.getValue());
        }
      }
    }
    return command;
  }

  private static JsonNode answer(FrameConnection client, boolean orPong)
      throws InterruptedException {
    while (client.next(PATIENCE) instanceof Frame frame) {
      boolean pong = orPong && frame.json().path("event").asText().equals("pong");
      if (frame.json().has("success") || pong) {
        return frame.json();
      }
    }
    throw new AssertionError("the connection ended");
  }

  private static void refused(FrameConnection client, String text) throws InterruptedException {
    var unused = client.sendText(text).join();
    assertThat(answer(client, false).get("success").asBoolean()).isFalse();
  }

  private void everyMemberIsSeen() {
    List<JsonNode> frames = new ArrayList<>(base);
    frames.addAll(v1);
    for (SocketMessage message : SocketMessage.all()) {
      if (!message.isCommand() && !NOT_PLAYED.contains(message.key())) {
        Set<String> present = new TreeSet<>();
        frames.stream()
            .filter(message::isLike)
            .forEach(frame -> present.addAll(SchemaMembers.present(message.schema(), frame)));

        assertThat(present).as(message.key()).isEqualTo(SchemaMembers.named(message.schema()));
      }
    }
  }

  private static void assertBrokenFramesAreFound(String dialect, Queue<JsonNode> frames) {
    SocketContract contract = SocketContract.offering(List.of(dialect));
    assertThat(frames).hasSizeGreaterThan(10);
    for (JsonNode frame : frames) {
      SocketMessage message = SocketMessage.of(frame, dialect);
      for (JsonNode broken : SchemaMembers.broken(message.schema(), frame)) {
        assertThat(contract.receivedProblems(broken)).as("%s", broken).isNotEmpty();
      }
    }
  }
}
