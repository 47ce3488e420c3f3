package io.messageservice.blackbox.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Returning;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Positions in a conversation of which memory keeps only the end, or nothing. */
final class ResumeAcrossRestartsIT extends Returning {

  private static final Map<String, String> SETTINGS =
      Map.of("RATE_LIMIT", "off", "PRESENCE_AUDIENCE", "contacts");

  /** Many times what the service keeps in memory of a conversation. */
  private static final int LONG = 3_000;

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    service = ServiceProcess.ready(SETTINGS);
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  /** Sends without waiting for answers. */
  private void send(Client client, int count) {
    for (int n = 0; n < count; n++) {
      client.send("sendMessage", "conversationId", lobby, "content", "meanwhile " + n);
    }
  }

  /** So many messages as the connection sees them, its own replies in their places. */
  private static List<JsonNode> seenBy(Client client, int count) {
    List<JsonNode> seen = new ArrayList<>();
    while (seen.size() < count) {
      JsonNode frame = client.next();
      seen.add(frame.has("message") ? frame.get("message") : frame.get("data"));
    }
    return seen;
  }

  private static List<Long> positions(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static void end(ServiceProcess process, Client... clients) {
    process.terminate();
    for (Client client : clients) {
      client.skipToClosed();
    }
    process.exitCode();
  }

  private static void kill(ServiceProcess process, Client... clients) {
    process.kill();
    for (Client client : clients) {
      client.skipToClosed();
    }
  }

  @Test
  void allOfALongConversationIsReplayedWhileOthersGoOn() {
    Client alice = connect("alice");
    Client carol = connect("carol");
    List<JsonNode> said = say(alice, lobby, "said", LONG);
    assertRecovered(
        carol.ask("joinConversation", "conversationId", lobby, "afterSeq", LONG), true, LONG);
    Client bob = connect("bob");

    send(alice, 200);
    send(carol, 200);
    bob.send(comingBack(lobby, 0));
    send(alice, 200);
    send(carol, 200);

    JsonNode reply = bob.expectReply("joinConversation");
    assertThat(reply.get("recovered").asBoolean()).isTrue();
    assertThat(reply.get("seq").asLong()).isBetween((long) LONG, LONG + 800L);
    List<JsonNode> seen = seenBy(bob, LONG + 800);
    assertThat(Json.numbers(seen, "seq")).isEqualTo(positions(1, LONG + 800));
    assertThat(seen.subList(0, LONG)).isEqualTo(said);
    assertThat(Json.texts(seen, "id")).doesNotHaveDuplicates();
    assertThat(seenBy(alice, 800)).isEqualTo(seen.subList(LONG, LONG + 800));
    assertThat(seenBy(carol, 800)).isEqualTo(seen.subList(LONG, LONG + 800));
  }

  @Test
  void restartChangesNoPosition() {
    Client alice = connect("alice");
    String epoch = alice.join(lobby).get("epoch").asText();
    List<JsonNode> said = say(alice, lobby, "said", LONG);

    end(service, alice);
    service.restart();

    Client bob = connect("bob");
    assertRecovered(comesBack(bob, 0, "epoch", epoch), true, LONG);
    expectMessages(bob, said);
    Client again = connect("alice");
    assertRecovered(comesBack(again, LONG - 1, "epoch", epoch), true, LONG);
    again.expectMessage(said.get(LONG - 1));
    assertRecovered(comesBack(again, 1_234, "epoch", epoch, "maxReplay", LONG), true, LONG);
    send(bob, 100);
    List<JsonNode> now = seenBy(bob, 100);
    expectMessages(again, said.subList(1_234, LONG));
    expectMessages(again, now);
  }

  @Test
  void viewsGoOnWhereTheyStoodAfterAKill() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String epoch = bob.join(lobby).get("epoch").asText();
    send(alice, 400);
    List<JsonNode> seen = seenBy(bob, 100);
    List<JsonNode> answered = seenBy(alice, 100);

    kill(service, alice, bob);
    service.restart();

    Client again = connect("bob");
    Client other = connect("alice");
    JsonNode reply = comesBack(again, 100, "epoch", epoch);
    int head = reply.get("seq").asInt();
    assertRecovered(reply, true, head);
    send(other, 50);
    seen.addAll(seenBy(again, head - 100 + 50));
    assertThat(Json.numbers(seen, "seq")).isEqualTo(positions(1, head + 50));
    assertThat(seen.subList(0, 100)).isEqualTo(answered);
    assertThat(seenBy(other, 50)).isEqualTo(seen.subList(head, head + 50));
  }

  @Test
  void whatWasAnsweredBeforeIsADuplicateAndToldToNobody() {
    Client alice = connect("alice");
    JsonNode first = sayOnce(alice, "k1");
    kill(service, alice);
    service.restart();
    Client bob = connect("bob");
    assertRecovered(comesBack(bob, 1), true, 1);
    Client again = connect("alice");
    Client phone = connect("alice");
    assertRecovered(comesBack(again, 1), true, 1);

    JsonNode second = sayOnce(again, "k1");
    again.close();
    JsonNode third = sayOnce(connect("alice"), "k1");

    for (JsonNode retry : List.of(second, third)) {
      assertThat(retry.path("duplicate").asBoolean()).isTrue();
      assertThat(retry.get("message")).isEqualTo(first.get("message"));
    }
    bob.hearsNothing();
    phone.hearsNothing();
    assertThat(connect("carol").join(lobby).get("seq").asInt()).isEqualTo(1);
  }

  @Test
  void whatWasNotAnsweredBeforeAKillIsSentAgainAndSeenOnce() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String epoch = bob.join(lobby).get("epoch").asText();
    int count = 300;
    for (int n = 1; n <= count; n++) {
      sendOnce(alice, "k" + n);
    }
    List<JsonNode> seen = seenBy(bob, 50);
    kill(service, alice, bob);
    service.restart();
    Client again = connect("bob");
    int head = comesBack(again, 50, "epoch", epoch).get("seq").asInt();
    Client retrying = connect("alice");

    for (int n = 1; n <= count; n++) {
      JsonNode reply = sayOnce(retrying, "k" + n);
      assertThat(reply.get("message").get("seq").asInt()).isEqualTo(n);
      assertThat(reply.path("duplicate").asBoolean()).isEqualTo(n <= head);
    }

    seen.addAll(seenBy(again, count - 50));
    assertThat(Json.numbers(seen, "seq")).isEqualTo(positions(1, count));
    assertThat(Json.texts(seen, "clientMessageId")).doesNotHaveDuplicates();
  }

  private JsonNode sayOnce(Client client, String key) {
    sendOnce(client, key);
    return client.expectReply("sendMessage");
  }

  private void sendOnce(Client client, String key) {
    client.send("sendMessage", "conversationId", lobby, "content", "once", "clientMessageId", key);
  }

  @Test
  void positionsOfAnEmptiedStoreCountNoMore() throws IOException {
    Client alice = connect("alice");
    String epoch = alice.join(lobby).get("epoch").asText();
    say(alice, lobby, "gone", 3);
    end(service, alice);
    deleteAll(service.data());
    service.restart();
    Client again = connect("alice");

    JsonNode reply = comesBack(again, 0, "epoch", epoch);

    assertRecovered(reply, false, 0);
    assertThat(reply.get("epoch").asText()).isNotEqualTo(epoch);
    JsonNode first = again.say(lobby, "first");
    assertRecovered(comesBack(again, 0, "epoch", epoch), false, 1);
    assertRecovered(comesBack(again, 0, "epoch", reply.get("epoch")), true, 1);
    again.expectMessage(first);
  }

  @Test
  void killWithoutFullSyncBeginsAnEpochAndACleanStopDoesNot() {
    try (ServiceProcess lax =
        ServiceProcess.ready(Map.of("SYNC", "normal", "PRESENCE_AUDIENCE", "contacts"))) {
      Client alice = atHome(lax);
      String epoch = alice.join(lobby).get("epoch").asText();
      List<JsonNode> said = say(alice, lobby, "said", 3);

      end(lax, alice);
      lax.restart();

      Client again = atHome(lax);
      assertRecovered(comesBack(again, 1, "epoch", epoch), true, 3);
      expectMessages(again, said.subList(1, 3));

      kill(lax, again);
      lax.restart();

      Client late = atHome(lax);
      assertThat(comesBack(late, 1, "epoch", epoch).get("recovered").asBoolean()).isFalse();
      closeAll();
    }
  }

  private Client atHome(ServiceProcess other) {
    Client.Door door = new Client.Door(other.address("/?token=" + Tokens.of(id("alice"))));
    Client client = keep(door.open(id("alice")));
    client.hearsNothing();
    return client;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(ResumeAcrossRestartsIT::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
