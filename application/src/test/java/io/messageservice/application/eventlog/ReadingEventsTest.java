package io.messageservice.application.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.command.Policy;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData.MessageCreated;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.in.event.ReadEvents.EventPage;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.in.message.SendMessage.About;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.application.world.World;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What services read of what happened. */
class ReadingEventsTest extends OneNode {

  private static final Set<EventType> ALL = EnumSet.allOf(EventType.class);

  private final ReadEvents events = world.useCases.readEvents();

  @Test
  void everyKindIsReadInItsOrderAndInItsPresentState() {
    Person ann = here("ann");
    String group = group(ann);

    assertThat(texts(all()))
        .containsExactly(
            "G conversation.created GROUP [ann, bob]",
            "G participant.added GROUP [ann, bob, carol]",
            "G message.created 1 edited",
            "G message.created 2 deleted",
            "G message.changed 1 edited",
            "G message.deleted 2 deleted []",
            "G reaction.changed ann added +1 1 true",
            "G reaction.changed ann took back +1 1 true",
            "G receipt.read bob 1",
            "G receipt.delivered carol 1",
            "G conversation.changed GROUP [ann, bob]",
            "G participant.removed GROUP [carol]");
    assertThat(group).isNotEmpty();
  }

  /** A conversation in which everything happens. */
  private String group(Person ann) {
    Requester creator = world.request("ann").createGroup("bob", "carol");
    world.settle();
    String id = creator.id();
    ann.send(id, "first").send(id, "second");
    world.settle();
    MessageId first = world.history.after(in(id), 0, 1, 1_000).messages().get(0).id();
    MessageId second = world.history.after(in(id), 1, 1, 1_000).messages().get(0).id();
    ann.edit(first, "edited");
    world.settle();
    ann.delete(second);
    world.settle();
    ann.react(first, "+1");
    world.settle();
    ann.takeBack(first, "+1");
    world.settle();
    world.person("bob").markAll(id, 1);
    world.settle();
    world.person("carol").reached(id, 1);
    world.settle();
    creator.title(id, "a title");
    world.settle();
    creator.remove(id, "carol");
    world.settle();
    return id;
  }

  @Test
  void eachIdIsAPlaceFromWhichTheRestIsRead() {
    group(here("ann"));
    List<BackEndEvent> all = all();

    assertThat(all).extracting(event -> event.id().text()).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < all.size(); i++) {
      assertThat(after(all.get(i).id())).isEqualTo(all.subList(i + 1, all.size()));
      assertThat(EventId.of(all.get(i).id().text())).contains(all.get(i).id());
    }
  }

  @Test
  void readerThatHasEnoughGoesOnWithTheNext() {
    group(here("ann"));
    List<BackEndEvent> read = new ArrayList<>();

    Optional<EventId> next = Optional.empty();
    boolean more = true;
    while (more) {
      List<BackEndEvent> page = new ArrayList<>();
      EventPage end = events.read(next, ALL, event -> page.isEmpty() && page.add(event));
      read.addAll(page);
      next = Optional.of(end.next());
      more = end.more();
    }

    assertThat(read).isEqualTo(all());
    assertThat(next).contains(events.newest());
  }

  @Test
  void otherTypesArePassedOver() {
    group(here("ann"));
    List<BackEndEvent> read = new ArrayList<>();

    EventPage page =
        events.read(
            Optional.empty(), Set.of(EventType.RECEIPT_READ, EventType.MESSAGE_DELETED), read::add);

    assertThat(texts(read))
        .containsExactly("G message.deleted 2 deleted []", "G receipt.read bob 1");
    assertThat(page.next()).isEqualTo(events.newest());
    assertThat(page.more()).isFalse();
  }

  @Test
  void placeThatIsNotKeptIsGone() {
    group(here("ann"));
    List<BackEndEvent> none = new ArrayList<>();

    for (EventId unknown :
        List.of(
            EventId.after(new Place("another", 1)),
            EventId.after(new Place(events.newest().place().epoch(), 1_000)))) {
      EventPage page = events.read(Optional.of(unknown), ALL, none::add);
      assertThat(page.gone()).isTrue();
      assertThat(after(page.start())).isEqualTo(all());
    }
    assertThat(none).isEmpty();
  }

  @Test
  void textThatIsNoIdNamesNone() {
    String id = events.newest().text();

    for (String text :
        List.of(
            "",
            "-",
            "--",
            "latest",
            id + "0",
            id.toUpperCase(Locale.ROOT),
            "x" + id + "-0",
            " " + id)) {
      assertThat(EventId.of(text).filter(read -> read.equals(events.newest()))).isEmpty();
    }
    assertThat(EventId.of("e-8000000000000000-000001")).isEmpty();
    assertThat(EventId.of("e--000000000000001-000001")).isEmpty();
  }

  @Test
  void manyMessagesAreReadTogether() {
    Person ann = here("ann");
    inRoom("r", ann);
    for (int i = 1; i <= 600; i++) {
      ann.send("r", "m" + i);
    }
    world.settle();

    List<BackEndEvent> read = new ArrayList<>();
    EventPage page = events.read(Optional.empty(), Set.of(EventType.MESSAGE_CREATED), read::add);

    assertThat(read).hasSize(600);
    assertThat(texts(read))
        .startsWith("G message.created 1 m1")
        .endsWith("G message.created 600 m600");
    assertThat(page.next()).isEqualTo(events.newest());
  }

  @Test
  void recipientsAreThoseWithoutAConnectionAndThoseWhoMuted() {
    Person ann = here("ann");
    Person bob = here("bob");
    here("dora");
    Requester creator = world.request("ann").createGroup("bob", "carol", "dora");
    world.settle();
    String id = creator.id();
    bob.prefer(id, new PreferencesChange(Optional.of(Preferences.FOR_EVER), Optional.empty()));
    world.settle();
    ann.send(id, "one");
    world.settle();
    Mentions carol = new Mentions(false, List.of(new UserId("carol")));
    ann.sendAbout(id, "two", new About(Optional.empty(), Optional.empty(), carol));
    world.settle();

    List<BackEndEvent> read = new ArrayList<>();
    events.read(Optional.empty(), Set.of(EventType.MESSAGE_CREATED), read::add);

    assertThat(recipients(read.get(0))).containsExactly("bob muted 2/0", "carol 2/2");
    assertThat(recipients(read.get(1))).containsExactly("bob muted 2/0", "carol mentioned 2/2");
  }

  @Test
  void recipientsOfLargeGroupsComeInPages() {
    World large = new World(1, policyOfLargeGroups());
    ReadEvents log = large.useCases.readEvents();
    Requester creator = large.request("ann").createGroup("bob");
    large.settle();
    String id = creator.id();
    for (int i = 0; i < 1_100; i++) {
      large.service("bot").add(id, "u%04d".formatted(i));
    }
    large.settle();
    creator.send(id, "to all");
    large.settle();

    List<BackEndEvent> read = new ArrayList<>();
    EventPage unused = log.read(Optional.empty(), Set.of(EventType.MESSAGE_CREATED), read::add);
    RecipientPage first = ((MessageCreated) read.get(0).data()).recipients();
    RecipientPage second = log.recipients(read.get(0).id(), first.next()).orElseThrow();

    assertThat(first.recipients()).hasSize(RecipientPage.MAX_RECIPIENTS);
    assertThat(second.recipients()).hasSize(101);
    assertThat(second.next()).isEmpty();
    assertThat(EventTexts.of(second)).startsWith("u0999 1/1").endsWith("u1099 1/1");
    assertThat(log.recipients(read.get(0).id(), Optional.empty())).contains(first);
  }

  private static Policy policyOfLargeGroups() {
    return new Policy(
        new Access(AccessPolicy.OPEN, 20_000),
        PresenceAudience.EVERYONE,
        Duration.ofMillis(500),
        5,
        3,
        Optional.empty(),
        10_000);
  }

  @Test
  void onlyEventsOfMessagesHaveRecipients() {
    group(here("ann"));

    assertThat(
            all().stream()
                .filter(event -> events.recipients(event.id(), Optional.empty()).isPresent()))
        .extracting(BackEndEvent::type)
        .containsOnly(EventType.MESSAGE_CREATED);
    EventId unknown = EventId.after(new Place("another", 1));
    assertThat(events.recipients(unknown, Optional.empty())).isEmpty();
  }

  private static List<String> recipients(BackEndEvent event) {
    return EventTexts.of(((MessageCreated) event.data()).recipients());
  }

  private List<BackEndEvent> all() {
    return read(Optional.empty());
  }

  private List<BackEndEvent> after(EventId id) {
    return read(Optional.of(id));
  }

  private List<BackEndEvent> read(Optional<EventId> after) {
    List<BackEndEvent> read = new ArrayList<>();
    EventPage page = events.read(after, ALL, read::add);
    assertThat(page.gone()).isFalse();
    assertThat(page.more()).isFalse();
    return read;
  }

  private static ConversationId in(String id) {
    return new ConversationId(id);
  }

  /** With {@code G} for the one conversation. */
  private static List<String> texts(List<BackEndEvent> events) {
    return events.stream()
        .map(event -> EventTexts.of(event).replace(event.subject() + " ", "G "))
        .toList();
  }
}
