package io.messageservice.blackbox;

import static io.messageservice.application.waiting.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;

/**
 * A test with users and conversations of its own. When it ends, nobody may have heard anything that
 * the test did not take.
 */
public abstract class Scenario {

  /** What another node stored just before may be pushed after a greeting. */
  private static final Set<String> OF_OTHER_NODES =
      Set.of("newMessage", "messageChanged", "reactionChanged", "conversationChanged");

  private final String suffix = "-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<Client> clients = new ArrayList<>();

  /** The service that the test talks to. */
  public ServiceProcess service() {
    return Services.shared();
  }

  /** An id that no other test uses. */
  public final String id(String name) {
    return name + suffix;
  }

  public final Door door(String pathAndQuery) {
    return new Door(service().address(pathAndQuery));
  }

  /**
   * A connection of the user of that name, known to its node. Between nodes, what was said shortly
   * before to somebody who takes part already may be pushed to it first, and is left out.
   */
  public final Client connect(String name) {
    Client client = keep(door("/?token=" + Tokens.of(id(name))).open(id(name)));
    client.awaitPong(event -> ClusterMode.isOn() && event.equals("newMessage"));
    return client;
  }

  /** The same, which has joined that conversation. */
  public final Client connect(String name, String conversationId) {
    Client client = connect(name);
    client.join(conversationId);
    return client;
  }

  /** A connection of the subprotocol: it gets receipts as watermarks, and changes of messages. */
  public final Client connectV1(String name) {
    Client client =
        keep(
            door("/?token=" + Tokens.of(id(name)))
                .subprotocols("message-service.v1")
                .open(id(name)));
    var unused = client.expectPush("hello");
    client.awaitPong(event -> ClusterMode.isOn() && OF_OTHER_NODES.contains(event));
    return client;
  }

  /** The same, which has joined that conversation. */
  public final Client connectV1(String name, String conversationId) {
    Client client = connectV1(name);
    client.join(conversationId);
    return client;
  }

  /** A connection that hears of the presence of this test's users. */
  public final Client connectWatching(String name) {
    Client client =
        keep(
            door("/?token=" + Tokens.of(id(name)))
                .watching(user -> user.endsWith(suffix))
                .open(id(name)));
    awaitPresenceTold(service());
    client.hearsNothing();
    return client;
  }

  /** Returns once every node, each with a participant, passes on who types and what was read. */
  public final void awaitInterest(String conversationId) {
    ClusterMode.awaitInterest(service(), conversationId);
  }

  /**
   * Returns once the presence of all earlier connections is pushed. A thread of its own does that,
   * in order, so the next connection might still receive those pushes.
   */
  public static void awaitPresenceTold(ServiceProcess service) {
    service.nodes().forEach(Scenario::awaitPresenceToldBy);
  }

  private static void awaitPresenceToldBy(ServiceProcess service) {
    String last = "last-" + UUID.randomUUID();
    Client witness = openUnseen(service, "witness-" + UUID.randomUUID());
    Client told = openUnseen(service, last);
    if (service.isSet("PRESENCE_AUDIENCE")) { // only contacts are told
      awaitKnown(witness, told);
    } else {
      awaitOnline(witness, last);
    }
    told.abort();
    witness.abort();
  }

  /** Makes them contacts, and returns once the one is told that the other is online. */
  private static void awaitKnown(Client witness, Client told) {
    JsonNode asked = witness.tell(told.userId(), "of-" + told.userId(), "are you there?");
    told.expectMessage(asked);
    JsonNode unused = told.say("of-" + told.userId(), "yes");
    await().until(() -> isOnline(witness, told.userId()));
  }

  /**
   * Whether the user is online by the answer to {@code getPresence}; pushes before it are skipped.
   */
  public static boolean isOnline(Client witness, String userId) {
    witness.send("getPresence", "userIds", List.of(userId));
    JsonNode frame = witness.next();
    while (!frame.has("success")) {
      frame = witness.next();
    }
    return frame.get("statuses").get(0).get("online").asBoolean();
  }

  private static void awaitOnline(Client witness, String last) {
    JsonNode frame = witness.next();
    while (!frame.path("event").asText().equals("userOnline")
        || !frame.path("data").path("userId").asText().equals(last)) {
      frame = witness.next();
    }
  }

  /** A connection that no scenario watches, and that watches its like. */
  private static Client openUnseen(ServiceProcess service, String userId) {
    Client client =
        new Door(service.own("/"))
            .header("Authorization", "Bearer " + Tokens.of(userId))
            .watching(user -> user.startsWith("last-"))
            .open(userId);
    client.awaitPong(event -> !event.equals("pong"));
    return client;
  }

  /**
   * Whether the next connection of the user is kept: a client sees the close of one before the
   * service has given up its place.
   */
  public final boolean isAccepted(String name) {
    Client client = door("/?token=" + Tokens.of(id(name))).open(id(name));
    try {
      client.hearsNothing();
      keep(client);
      return true;
    } catch (CompletionException | AssertionError closed) {
      client.abort();
      return false;
    }
  }

  /** Both write in a direct conversation, which makes them contacts. */
  public final void converse(Client one, Client other, String conversationId) {
    other.expectMessage(one.tell(other.userId(), conversationId, "just us"));
    one.expectMessage(other.say(conversationId, "just us two"));
  }

  /** A client that this test made itself and that ends with it. */
  public final Client keep(Client client) {
    clients.add(client);
    return client;
  }

  /** Ends all connections so far, none of which may have heard more. */
  public final void closeAll() {
    try {
      clients.forEach(Client::hearsNothing);
      clients.forEach(Client::close);
    } finally {
      clients.forEach(Client::abort);
      clients.clear();
    }
  }

  @AfterEach
  public final void nobodyHeardMore() {
    closeAll();
  }
}
