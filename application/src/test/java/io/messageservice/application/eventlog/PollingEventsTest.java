package io.messageservice.application.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.port.in.event.PollEvents.Polled;
import io.messageservice.application.port.in.event.PollEvents.Request;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.outcome.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Services that ask for events, and wait for them. */
class PollingEventsTest extends OneNode {

  private static final Set<EventType> ALL = EnumSet.allOf(EventType.class);
  private static final Set<EventType> MESSAGES = Set.of(EventType.MESSAGE_CREATED);

  private final PollEvents events = world.useCases.pollEvents();
  private final Caller service = world.service("backend");
  private final Person ann = here("ann");

  /** What was answered: the events of a page and where it ended, or a refusal. */
  private final List<String> answers = new ArrayList<>();

  private Optional<Polled> last = Optional.empty();

  @Test
  void whatIsThereIsAnsweredAtOnce() {
    send("one", "two");

    poll(request(MESSAGES, 10, 60));

    assertThat(answers).containsExactly("[one, two]");
  }

  @Test
  void pageEndsAtItsLimit() {
    send("one", "two", "three");

    poll(request(MESSAGES, 2, 0));
    assertThat(answers).containsExactly("[one, two] more");
    poll(request(MESSAGES, 2, 0).from(next()));

    assertThat(answers).endsWith("[three]");
  }

  @Test
  void pageEndsAtItsBytesButHasOneEventAtLeast() {
    send("one", "a very long one", "two");

    poll(sized(7));
    poll(sized(7).from(next()));
    poll(sized(7).from(next()));

    assertThat(answers).containsExactly("[one] more", "[a very long one] more", "[two]");
  }

  @Test
  void requestWaitsForTheNextEvent() {
    poll(latest(MESSAGES, 60));
    world.pass(5_000);
    assertThat(answers).isEmpty();

    send("one");
    world.pass(100);

    assertThat(answers).containsExactly("[one]");
  }

  @Test
  void requestDoesNotEndWithEventsThatItDoesNotAskFor() {
    poll(latest(Set.of(EventType.RECEIPT_DELIVERED), 60));
    send("one");
    world.pass(1_000);
    world.person("ann").markAll("r");
    world.pass(1_000);
    assertThat(answers).isEmpty();

    send("two");
    world.pass(60_000);

    assertThat(answers).containsExactly("[]");
  }

  @Test
  void nothingIsAnsweredWhenTheTimeIsOver() {
    send("one");
    poll(request(ALL, 1_000, 0));
    EventId end = next();
    answers.clear();

    poll(request(ALL, 10, 30).from(end));
    world.pass(29_900);
    assertThat(answers).isEmpty();
    world.pass(200);

    assertThat(answers).containsExactly("[]");
    assertThat(next()).isEqualTo(end);
  }

  @Test
  void latestIsTheEndOfTheLog() {
    send("one");

    poll(latest(ALL, 0));
    send("two");
    poll(request(MESSAGES, 10, 0).from(next()));

    assertThat(answers).containsExactly("[]", "[two]");
  }

  @Test
  void onlySoManyWait() {
    for (int i = 0; i <= WaitingRequests.MAX_WAITING; i++) {
      poll(latest(ALL, 60));
    }

    assertThat(answers).containsExactly("OVERLOADED");
    world.pass(61_000);
    assertThat(answers).hasSize(WaitingRequests.MAX_WAITING + 1);
    poll(latest(ALL, 60));
    assertThat(answers).hasSize(WaitingRequests.MAX_WAITING + 1);
  }

  @Test
  void whoWaitsIsAnsweredWhenTheNodeStops() {
    poll(latest(ALL, 60));
    events.endWaiting();
    world.settle();
    poll(latest(ALL, 60));

    assertThat(answers).containsExactly("[]", "[]");
  }

  @Test
  void whoWaitsWhileTheStoreIsDownGoesOnWaiting() {
    poll(latest(MESSAGES, 60));
    world.storeIsDown(true);
    world.pass(10_000);
    assertThat(answers).isEmpty();
    world.storeIsDown(false);
    world.broken.clear();

    send("one");
    world.pass(100);

    assertThat(answers).containsExactly("[one]");
  }

  @Test
  void placeThatIsGoneIsAnsweredWithTheOldest() {
    send("one");

    poll(request(ALL, 10, 60).from(EventId.after(new Place("another", 7))));
    assertThat(answers).containsExactly("gone");
    poll(request(MESSAGES, 10, 0).from(next()));

    assertThat(answers).endsWith("[one]");
  }

  @Test
  void usersReadNoEvents() {
    Caller user = world.request("ann");

    events.poll(user, request(ALL, 10, 0), reply());
    events.recipients(user, EventId.after(new Place("e", 1)), Optional.empty(), recipients());
    world.settle();

    assertThat(answers).containsExactly("FORBIDDEN", "FORBIDDEN");
  }

  @Test
  void recipientsOfAMessageAreAsked() {
    world.person("bob").come();
    inRoom("r", ann);
    world.service("backend").add("r", "bob");
    send("one");
    poll(request(MESSAGES, 10, 0));

    events.recipients(service, next(), Optional.empty(), recipients());
    EventId unknown = EventId.after(new Place("another", 7));
    events.recipients(service, unknown, Optional.empty(), recipients());
    world.settle();

    assertThat(answers).containsExactly("[one]", "[]", "NOT_FOUND");
  }

  private void send(String... texts) {
    inRoom("r", ann);
    for (String text : texts) {
      ann.send("r", text);
    }
    world.settle();
    world.forget();
  }

  private void poll(Request request) {
    events.poll(service, request, reply());
    world.settle();
  }

  private EventId next() {
    return last.orElseThrow().next();
  }

  private static Request request(Set<EventType> types, int limit, int seconds) {
    return new Request(
        false,
        Optional.empty(),
        types,
        limit,
        1_000_000,
        Duration.ofSeconds(seconds),
        PollingEventsTest::encoded);
  }

  private static Request sized(int maxBytes) {
    return new Request(
        false, Optional.empty(), MESSAGES, 10, maxBytes, Duration.ZERO, PollingEventsTest::encoded);
  }

  private static Request latest(Set<EventType> types, int seconds) {
    return new Request(
        true,
        Optional.empty(),
        types,
        10,
        1_000_000,
        Duration.ofSeconds(seconds),
        PollingEventsTest::encoded);
  }

  /** The text of a message, and the type of other events. */
  private static byte[] encoded(BackEndEvent event) {
    String text = EventTexts.of(event).replaceFirst("^r message.created \\d+ ", "");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Reply<Polled> reply() {
    return new Reply<>() {
      @Override
      public void done(Polled page) {
        last = Optional.of(page);
        List<String> texts =
            page.events().stream().map(one -> new String(one, StandardCharsets.UTF_8)).toList();
        answers.add(page.gone() ? "gone" : texts + (page.more() ? " more" : ""));
      }

      @Override
      public void refused(Refusal refusal) {
        answers.add(refusal.code().name());
      }
    };
  }

  private Reply<RecipientPage> recipients() {
    return new Reply<>() {
      @Override
      public void done(RecipientPage page) {
        answers.add(EventTexts.of(page).toString());
      }

      @Override
      public void refused(Refusal refusal) {
        answers.add(refusal.code().name());
      }
    };
  }
}
