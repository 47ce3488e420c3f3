package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rate of commands belongs to a user, over all their connections, one after another too. */
class CommandRateTest {

  private static final long HOUR = 3_600_000_000_000L;

  private final Stage stage = new Stage(Optional.of(new Rate(4, HOUR, 4)));

  @Test
  void connectionsOfAUserShareOneAllowance() {
    Stage.Client first = client("ann");
    Stage.Client second = client("ann");
    Stage.Client bob = client("bob");

    pings(first, 2);
    pings(second, 2);

    assertThat(refusals(pings(first, 1))).isEqualTo(1);
    assertThat(refusals(pings(second, 1))).isEqualTo(1);
    assertThat(refusals(pings(bob, 4))).isZero();
  }

  @Test
  void reconnectingDoesNotRefillTheAllowance() {
    for (int i = 0; i < 4; i++) {
      Stage.Client ann = client("ann");
      assertThat(refusals(pings(ann, 1))).isZero();
      ann.leaves();
    }

    assertThat(refusals(pings(client("ann"), 1))).isEqualTo(1);
  }

  @Test
  void allowanceIsRefilledWhileTheUserIsAway() {
    Stage.Client ann = client("ann");
    pings(ann, 4);
    ann.leaves();

    stage.nanos += HOUR / 2;

    assertThat(refusals(pings(client("ann"), 4))).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'joinConversation','ref':1,'payload':{'conversationId':'c'}}",
        "{'event':'typing','ref':1,'payload':{'conversationId':'c','isTyping':true}}",
        "{'event':'getPresence','ref':1,'payload':{'userIds':['bob']}}",
        "{'event':'listConversations','ref':1,'payload':{}}",
        "{'event':'authenticate','ref':1,'payload':{'token':'ann'}}",
        "{'event':'nonsense','ref':1}"
      })
  void everyKindOfCommandCosts(String command) {
    Stage.Client ann = client("ann");
    for (int i = 0; i < 4; i++) {
      ann.says(command);
      stage.judge();
    }
    assertThat(refusals(ann.hears())).isZero();

    assertThat(refusals(ann.says(command).hears())).isEqualTo(1);
  }

  @Test
  void elementsOfAnArrayCostOneEach() {
    Stage.Client ann = client("ann");
    String ping = "{'event':'ping'}";

    ann.says("[" + String.join(",", List.of(ping, ping, ping, ping, ping)) + "]");

    assertThat(refusals(ann.hears())).isEqualTo(1);
  }

  @Test
  void refusalsAreCountedOverAllConnections() {
    pings(client("ann"), 4 + 2_500);
    Stage.Client ann = client("ann");
    pings(ann, 2_500);
    assertThat(ann.closes).isEmpty();

    pings(ann, 1);

    assertThat(ann.closes).containsExactly(CloseReason.TOO_MANY_COMMANDS);
  }

  @Test
  void refusalsAreNotForgottenByReconnecting() {
    Stage.Client ann = client("ann");
    pings(ann, 4 + 5_000);
    ann.leaves();
    Stage.Client again = client("ann");
    assertThat(again.closes).isEmpty();

    pings(again, 1);

    assertThat(again.closes).containsExactly(CloseReason.TOO_MANY_COMMANDS);
    stage.nanos += 60_000_000_000L;
    Stage.Client later = client("ann");
    assertThat(refusals(pings(later, 1))).isEqualTo(1);
    assertThat(later.closes).isEmpty();
  }

  private Stage.Client client(String user) {
    Stage.Client client = stage.client(user, Dialect.BASE);
    client.hears();
    return client;
  }

  private static List<String> pings(Stage.Client client, int count) {
    for (int i = 0; i < count; i++) {
      client.says("{'event':'ping'}");
    }
    return client.hears();
  }

  private static long refusals(List<String> frames) {
    return frames.stream().filter(frame -> frame.contains("'code':'rate_limited'")).count();
  }
}
