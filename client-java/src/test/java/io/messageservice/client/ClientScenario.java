package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.messageservice.client.ScriptedSockets.Attempt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A client, the other end of its connections, and everything that its listeners were told. */
abstract class ClientScenario {

  private static final ObjectMapper JSON = new ObjectMapper();

  final ManualClientThread thread = new ManualClientThread();
  final ScriptedSockets sockets = new ScriptedSockets();
  final List<String> heard = new ArrayList<>();

  /** The token of the next connection. */
  String token = "a.b.c";

  private int ids;

  final MessageClient client =
      MessageClient.builder(URI.create("ws://chat.example.com/"), () -> token)
          .opener(sockets)
          .thread(thread)
          .ids(() -> "id" + ++ids)
          .chance(() -> 1)
          .connect(new Recorder());

  /** The connection that is open. */
  Attempt peer = connected();

  @AfterEach
  void nothingElseHappened() {
    thread.settle();
    assertThat(heard).isEmpty();
    assertThat(sockets.hasAttempt()).isFalse();
    assertThat(peer.hasSent()).isFalse();
  }

  /** Lets the next attempt succeed. */
  final Attempt connected() {
    thread.settle();
    peer = sockets.attempt();
    peer.succeed();
    thread.settle();
    hears("connected");
    return peer;
  }

  /** Ends the connection and opens the next one. */
  final void reconnect() {
    peer.end(1006, "connection lost");
    thread.settle();
    hears("disconnected connection lost 500");
    thread.pass(Duration.ofMillis(500));
    connected();
  }

  final JoinedConversation join(JoinRequest request) {
    JoinedConversation joined = client.join(request, new View());
    thread.settle();
    return joined;
  }

  /** Joined at a position, with nothing received yet. */
  final JoinedConversation joinedAt(long seq) {
    JoinedConversation joined = join(JoinRequest.to("lobby"));
    replies("joinConversation", "\"seq\":" + seq + ",\"rev\":" + seq + ",\"epoch\":\"e1\"");
    hears("reset " + seq);
    return joined;
  }

  /** Takes the next command that was sent; its payload is the claim. */
  final JsonNode sent(String event, String payload) {
    thread.settle();
    JsonNode frame = parse(peer.frame());
    assertThat(frame.path("event").asText()).isEqualTo(event);
    assertThat(frame.path("payload")).isEqualTo(parse(payload));
    return frame;
  }

  /** Takes the next command that was sent, and replies to it with success. */
  final void replies(String event, String members) {
    thread.settle();
    JsonNode frame = parse(peer.frame());
    assertThat(frame.path("event").asText()).isEqualTo(event);
    reply(frame, "\"success\":true," + members);
  }

  final void refuses(String event, String code) {
    thread.settle();
    JsonNode frame = parse(peer.frame());
    assertThat(frame.path("event").asText()).isEqualTo(event);
    reply(frame, "\"success\":false,\"error\":\"not so\",\"code\":\"" + code + "\"");
  }

  final void reply(JsonNode command, String members) {
    peer.push(
        "{\"event\":%s,\"ref\":%s,%s}"
            .formatted(command.get("event"), command.get("ref"), members));
    thread.settle();
  }

  /** Somebody else's message arrives. */
  final void message(long seq) {
    pushes("newMessage", stored(seq, seq, "bob", "b" + seq));
  }

  /** A message that somebody else sent has changed. */
  final void change(long seq, long rev, String content) {
    pushes("messageChanged", stored(seq, rev, "bob", content));
  }

  final void pushes(String event, String data) {
    peer.push("{\"event\":\"" + event + "\",\"data\":" + data + "}");
    thread.settle();
  }

  static String stored(long seq, long rev, String sender, String content) {
    return """
        {"conversationId":"lobby","seq":%d,"rev":%d,"senderId":"%s","content":"%s"}"""
        .formatted(seq, rev, sender, content);
  }

  /** Members of a reply to sendMessage. */
  static String own(long seq, String content) {
    return "\"message\":" + stored(seq, seq, "me", content);
  }

  /** What the listeners were told since the last look. */
  final void hears(String... events) {
    assertThat(heard).containsExactly(events);
    heard.clear();
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private final class View implements ConversationListener {
    @Override
    public void received(ConversationMessage message) {
      heard.add(message.seq() + " " + message.content());
    }

    @Override
    public void changed(ConversationMessage message) {
      heard.add(
          message.isDeleted()
              ? message.seq() + " deleted"
              : message.seq() + " became " + message.content());
    }

    @Override
    public void reactionChanged(MessageReaction reaction) {
      heard.add(
          "%d %s%s of %s: %d"
              .formatted(
                  reaction.seq(),
                  reaction.added() ? "+" : "-",
                  reaction.reaction(),
                  reaction.userId(),
                  reaction.count()));
    }

    @Override
    public void groupChanged(GroupChange change) {
      String others = change.participantsChanged() ? " and others" : "";
      heard.add("group " + change.rev() + ": " + change.participantCount() + others);
    }

    @Override
    public void customEvent(String userId, String name, JsonNode data) {
      heard.add("%s of %s: %s".formatted(name, userId, data));
    }

    @Override
    public void delivered(String userId, long deliveredUpTo) {
      heard.add("delivered to " + userId + ": " + deliveredUpTo);
    }

    @Override
    public void preferencesChanged(@Nullable String mutedUntil, boolean hidden) {
      heard.add("muted until " + mutedUntil + (hidden ? ", hidden" : ""));
    }

    @Override
    public void reset(JsonNode join) {
      heard.add("reset " + join.path("seq").asLong());
    }

    @Override
    public void refused(CommandFailed why) {
      heard.add("refused " + why.code());
    }
  }

  private final class Recorder implements ClientListener {
    @Override
    public void connected() {
      heard.add("connected");
    }

    @Override
    public void disconnected(String why, Duration retryIn) {
      heard.add("disconnected " + why + " " + retryIn.toMillis());
    }

    @Override
    public void unreadChanged(UnreadState state) {
      heard.add("unread " + state);
    }

    @Override
    public void pushed(String event, JsonNode data) {
      heard.add("pushed " + event);
    }

    @Override
    public void postponed(String event, CommandFailed why) {
      heard.add("postponed " + event + " " + why.code());
    }
  }
}
