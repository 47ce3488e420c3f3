package io.messageservice.blackbox.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes right before the end of a connection, in one write with it, is carried out. */
@AlsoInCluster
final class LastCommandsIT extends Scenario {

  private static final byte[] CLOSE = RawClient.frame(0x88, RawClient.closeBody(1000, new byte[0]));

  private final String room = id("room");

  @ParameterizedTest
  @CsvSource({
    "joinConversation, 'conversationId,ROOM'",
    "fetchMessages, 'conversationId,ROOM'",
    "listConversations, ''",
    "authenticate, 'token,none'",
    "markConversationAsRead, 'conversationId,ROOM'"
  })
  void messagesBehindACommandAreStoredThoughACloseFollows(String event, String payload) {
    Client bob = inRoom();
    String first =
        Client.command(
                event,
                payload.isEmpty()
                    ? new Object[0]
                    : (Object[]) payload.replace("ROOM", room).split(","))
            .toString();

    try (RawClient alice = RawClient.upgraded(service(), id("alice"))) {
      alice.send(frames(texts(first, 5), CLOSE));

      expectMessages(bob, 5);
    }
  }

  @Test
  void messageBehindAJoinInAnArrayIsStored() {
    Client bob = inRoom();

    try (RawClient alice = RawClient.upgraded(service(), id("alice"))) {
      alice.send(frames(List.of("[" + String.join(",", texts(join(), 3)) + "]"), CLOSE));

      expectMessages(bob, 3);
    }
  }

  @Test
  void messagesBehindAJoinAreStoredThoughTheClientEndsTcp() {
    Client bob = inRoom();

    try (RawClient alice = RawClient.upgraded(service(), id("alice"))) {
      alice.send(frames(texts(join(), 5), new byte[0])).finish();

      expectMessages(bob, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x82, 0x83, 0xC1})
  void messagesBehindAJoinAreStoredThoughAFrameIsWrong(int firstByte) {
    Client bob = inRoom();

    try (RawClient alice = RawClient.upgraded(service(), id("alice"))) {
      alice.send(frames(texts(join(), 2), RawClient.frame(firstByte, new byte[1])));

      expectMessages(bob, 2);
    }
  }

  @Test
  void conversationThatWasNewIsThere() {
    try (RawClient alice = RawClient.upgraded(service(), id("alice"))) {
      alice.send(frames(texts(join(), 1), CLOSE));
      assertThat(alice.endsByFin()).isTrue();
    }

    Client bob = connect("bob");
    if (bob.join(room).get("seq").asLong() == 0) { // it is still to be carried out
      expectMessages(bob, 1);
    }
  }

  private Client inRoom() {
    Client bob = connect("bob");
    bob.join(room);
    return bob;
  }

  private String join() {
    return Client.command("joinConversation", "conversationId", room).toString();
  }

  /** The text, and messages behind it. */
  private List<String> texts(String first, int messages) {
    List<String> texts = new ArrayList<>(List.of(first));
    IntStream.rangeClosed(1, messages)
        .mapToObj(i -> Client.command("sendMessage", "conversationId", room, "content", "m" + i))
        .forEach(command -> texts.add(command.toString()));
    return texts;
  }

  private static byte[] frames(List<String> texts, byte[] end) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    texts.forEach(text -> all.writeBytes(RawClient.frame(0x81, text.getBytes(UTF_8))));
    all.writeBytes(end);
    return all.toByteArray();
  }

  private static void expectMessages(Client client, int count) {
    for (int i = 1; i <= count; i++) {
      assertThat(client.expectPush("newMessage").get("content").asText()).isEqualTo("m" + i);
    }
  }
}
