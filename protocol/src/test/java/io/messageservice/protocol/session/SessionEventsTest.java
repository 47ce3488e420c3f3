package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is reported of sessions, to be counted. */
class SessionEventsTest implements SessionEvents {

  private static final String JOIN =
      "{'event':'joinConversation','payload':{'conversationId':'c'}}";
  private static final String SEND =
      "{'event':'sendMessage','payload':{'conversationId':'c','content':'hi'}}";

  private final List<String> reported = new ArrayList<>();
  private boolean breaks;
  private final Stage stage = new Stage(Optional.empty(), this);

  @Override
  public void ended(int loop, UserId user, @Nullable String event, @Nullable Code refusal) {
    reported.add(event + " " + refusal);
    breakDown();
  }

  @Override
  public void delivered(int loop, Event event) {
    reported.add(event.getClass().getSimpleName());
    breakDown();
  }

  private void breakDown() {
    if (breaks) {
      throw new IllegalStateException("observer");
    }
  }

  @Override
  public void lagged() {
    reported.add("lagged");
  }

  private List<String> taken() {
    stage.settle();
    List<String> taken = List.copyOf(reported);
    reported.clear();
    return taken;
  }

  private Stage.Client joined(String user) {
    Stage.Client client = stage.client(user, Dialect.V1).says(JOIN);
    var unused = taken();
    return client;
  }

  @Test
  void eachCommandEndsOnce() {
    Stage.Client ann = joined("ann");

    ann.says(SEND)
        .says("{'event':'sendMessage','payload':{}}")
        .says("{'event':'ping'}")
        .says("{'event':'pong'}")
        .says("{'event':'pong','ref':1}")
        .says("{'event':'typing','payload':{'conversationId':'c','isTyping':true}}")
        .says("{'event':'fetchMessages','payload':{'conversationId':'c'}}")
        .says("{'event':'fly'}")
        .says("no JSON");

    assertThat(taken())
        .containsExactlyInAnyOrder(
            "sendMessage null",
            "sendMessage INVALID_PAYLOAD",
            "ping null",
            "pong null",
            "pong null",
            "typing null",
            "fetchMessages null",
            "fly UNKNOWN_EVENT",
            "null INVALID_FORMAT");
  }

  @Test
  void aRefusalThatNobodyGetsIsCountedAllTheSame() {
    Stage limited = new Stage(Optional.of(new Rate(1, Duration.ofSeconds(1).toNanos(), 1)), this);
    limited.client("ann", Dialect.V1).says("{'event':'pong'}").says("{'event':'pong'}");
    limited.settle();

    assertThat(taken()).containsExactlyInAnyOrder("pong null", "pong RATE_LIMITED");
  }

  @Test
  void everyDeliveryIsReportedAndSoIsLagging() {
    Stage.Client ann = joined("ann");
    Stage.Client bob = joined("bob");

    ann.says(SEND);
    assertThat(taken()).containsExactlyInAnyOrder("sendMessage null", "MessageStored");

    bob.slow = true;
    ann.says(SEND);
    assertThat(taken()).containsExactlyInAnyOrder("sendMessage null", "lagged");
  }

  @Test
  void anObserverThatBreaksKeepsNothingFromClients() {
    Stage.Client ann = joined("ann");
    Stage.Client bob = joined("bob");
    ann.raw.clear();
    bob.raw.clear();
    List<String> faults = new ArrayList<>();
    stage.faults = (where, fault) -> faults.add(where);

    breaks = true;
    ann.says(SEND).says("{'event':'markAsRead','payload':{'conversationId':'x','messageId':'m'}}");
    List<String> answers = ann.hears();
    breaks = false;
    ann.says("{'event':'fetchMessages','payload':{'conversationId':'c'}}");

    assertThat(answers).hasSize(2);
    assertThat(bob.hears()).hasSize(1);
    assertThat(ann.hears()).as("nothing is under way any more").hasSize(1);
    assertThat(faults).hasSize(3);
  }

  @Test
  void aMessageCarriesWhenItsCommandWasRead() {
    Stage.Client ann = joined("ann");
    var unused = joined("bob");
    ann.receivedNanos = 7;
    ann.says(SEND);
    ann.receivedNanos = 8;
    stage.settle();

    assertThat(stage.measured)
        .singleElement()
        .satisfies(
            writes -> {
              assertThat(writes.written(17)).as("the only loop is the last").isTrue();
              assertThat(writes.nanos()).isEqualTo(10);
            });
  }
}
