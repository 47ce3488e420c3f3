package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code userOnline} and {@code userOffline}: once per real transition. */
@AlsoInOldestCluster
@AlsoOverSse
final class PresenceIT {

  private static void expectOnline(Client client, Client user) {
    assertThat(client.expectPush("userOnline"))
        .isEqualTo(Json.object("userId", user.userId(), "username", user.userId()));
  }

  private static void expectOffline(Client client, Client user) {
    assertThat(client.expectPush("userOffline"))
        .isEqualTo(Json.object("userId", user.userId(), "username", user.userId()));
  }

  @Nested
  final class ToEveryone extends Scenario {

    @Override
    public ServiceProcess service() {
      return Services.defaults();
    }

    @Test
    void firstConnectionAndLastAreTold() {
      Client alice = connectWatching("alice");

      Client bob = connectWatching("bob");
      expectOnline(alice, bob);
      bob.close();

      expectOffline(alice, bob);
    }

    @Test
    void furtherConnectionsAreNot() {
      Client alice = connectWatching("alice");
      Client bob = connectWatching("bob");
      expectOnline(alice, bob);

      Client bobsPhone = connectWatching("bob");
      bob.close();
      Client carol = connectWatching("carol");

      expectOnline(alice, carol);
      expectOnline(bobsPhone, carol);
      bobsPhone.close();
      expectOffline(alice, bob);
      expectOffline(carol, bob);
    }

    @Test
    void brokenConnectionEndsLikeAClosedOne() {
      Client alice = connectWatching("alice");
      Client bob = connectWatching("bob");
      expectOnline(alice, bob);

      bob.abort();

      expectOffline(alice, bob);
    }

    @Test
    void comingAndGoingAgainIsToldEachTime() {
      Client alice = connectWatching("alice");
      for (int i = 0; i < 2; i++) {
        Client bob = connectWatching("bob");
        expectOnline(alice, bob);
        bob.close();
        expectOffline(alice, bob);
      }
    }

    @Test
    void everyConnectionOfTheOthersIsTold() {
      Client alice = connectWatching("alice");
      Client alicesPhone = connectWatching("alice");

      Client bob = connectWatching("bob");

      expectOnline(alice, bob);
      expectOnline(alicesPhone, bob);
      bob.close();
      expectOffline(alice, bob);
      expectOffline(alicesPhone, bob);
    }

    @Test
    void whoWasRefusedIsNeverOnline() {
      Client alice = connectWatching("alice");
      String expired =
          Tokens.signed(Json.object("sub", id("mallory"), "exp", Tokens.secondsFromNow(-1000)));

      keep(door("/?token=" + expired).open(id("mallory"))).expectClosed();

      expectOnline(alice, connectWatching("sentinel"));
    }

    @Test
    void whoReconnectsWithinTheGraceWasNeverGone() {
      // the service that waits five minutes
      Scenario patient =
          new Scenario() {
            @Override
            public ServiceProcess service() {
              return Services.strict();
            }
          };
      Client alice = byHeader(patient, "alice");
      Client bob = byHeader(patient, "bob");
      expectOnline(alice, bob);

      bob.close();
      Client bobAgain = byHeader(patient, "bob");
      Client carol = byHeader(patient, "carol");

      expectOnline(alice, carol);
      expectOnline(bobAgain, carol);
      patient.closeAll();
    }

    private Client byHeader(Scenario scenario, String name) {
      Client client =
          scenario.keep(
              scenario
                  .door("/")
                  .header("Authorization", "Bearer " + Tokens.of(scenario.id(name)))
                  .watching(user -> user.endsWith(scenario.id("")))
                  .open(scenario.id(name)));
      awaitPresenceTold(scenario.service());
      client.hearsNothing();
      return client;
    }
  }

  @Nested
  final class ToContacts extends Scenario {

    @Test
    void partnersOfADirectConversationAreTold() {
      Client alice = connectWatching("alice");
      Client bob = connectWatching("bob");
      converse(alice, bob, id("direct"));

      bob.close();
      expectOffline(alice, bob);
      Client bobAgain = connectWatching("bob");

      expectOnline(alice, bobAgain);
    }

    @Test
    @OneNodeOnly("who comes back to another node may be pushed what was said just before")
    void whoWritesUnaskedIsToldNothingBeforeTheAnswer() {
      Client alice = connectWatching("alice");
      Client eve = connectWatching("eve");
      Client bob = connectWatching("bob");
      converse(alice, bob, id("direct"));
      bob.expectMessage(eve.tell(bob.userId(), id("unasked"), "hello"));
      assertThat(eve.join(id("unasked")).get("online")).isEqualTo(Json.array(eve.userId()));

      bob.close();
      expectOffline(alice, bob);
      Client bobAgain = connectWatching("bob");
      expectOnline(alice, bobAgain);
      eve.hearsNothing();
      eve.expectMessage(bobAgain.say(id("unasked"), "who are you?"));
      bobAgain.close();

      expectOffline(eve, bobAgain);
      expectOffline(alice, bobAgain);
    }

    @Test
    void strangersAndPeopleInOpenConversationsAreNot() {
      Client alice = connectWatching("alice");
      Client bob = connectWatching("bob");
      Client carol = connectWatching("carol");
      converse(alice, bob, id("direct"));
      alice.join(id("open"));
      bob.join(id("open"));
      carol.join(id("open"));

      bob.close();
      expectOffline(alice, bob);

      carol.hearsNothing();
    }
  }
}
