package io.messageservice.application.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData.MessageCreated;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.in.event.RecipientPage.Recipient;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.personal.Unread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts that are kept up are those that the store has once the reader has reached the end. */
class KnownUnreadTest {

  private static final int STEPS = 500;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<String> USERS = List.of("ann", "bob", "carol", "dora");

  /** Longer than counts are known. */
  private static final long LONG_MILLIS = 11_000;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensTheyAreThoseOfTheStore(long seed) {
    new Run(seed).go();
  }

  /** Users without connections do what they like; now and then a reader looks. */
  private static final class Run {
    private final Random random;
    private final World world;
    private final ReadEvents events;
    private final List<String> groups = new ArrayList<>();
    private EventId place;
    private int compared;

    Run(long seed) {
      random = new Random(seed);
      world = new World(seed);
      events = world.useCases.readEvents();
      for (int i = 0; i < 3; i++) {
        var group = world.request("ann").createGroup("bob", "carol", "dora");
        world.settle();
        groups.add(group.id());
      }
      place = events.newest();
    }

    void go() {
      for (int step = 0; step < STEPS; step++) {
        act();
        world.settle();
        if (random.nextInt(3) == 0) {
          read();
        }
      }
      assertThat(compared).isPositive();
      assertThat(world.broken).isEmpty();
    }

    private void act() {
      String group = any(groups);
      Person user = world.person(any(USERS));
      switch (random.nextInt(12)) {
        case 0 -> user.markAll(group);
        case 1 -> user.markAll(group, random.nextInt(20));
        case 2 -> message(group).ifPresent(message -> user.mark(message.id(), false));
        case 3 -> message(group).ifPresent(message -> user.delete(message.id()));
        case 4 -> world.service("bot").remove(group, user.user().value());
        case 5 -> world.service("bot").add(group, user.user().value());
        case 6 -> prefer(user, group);
        case 7 -> skip();
        default -> user.send(group, "hello");
      }
    }

    /** What one prefers is noticed late. */
    private void prefer(Person user, String group) {
      Optional<Instant> muted =
          Optional.of(random.nextBoolean() ? Preferences.FOR_EVER : Preferences.NOT_MUTED);
      user.prefer(group, new PreferencesChange(muted, Optional.of(random.nextBoolean())));
      world.pass(LONG_MILLIS);
    }

    /** The reader begins elsewhere. */
    private void skip() {
      place = events.newest();
    }

    private Optional<Message> message(String group) {
      List<Message> all =
          world.history.after(new ConversationId(group), 0, 1_000, 1_000_000).messages();
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private void read() {
      Set<EventType> types =
          random.nextInt(4) == 0
              ? EnumSet.of(EventType.RECEIPT_READ)
              : EnumSet.of(EventType.MESSAGE_CREATED);
      int most = 1 + random.nextInt(4);
      List<BackEndEvent> page = new ArrayList<>();
      place =
          events
              .read(Optional.of(place), types, event -> page.size() < most && page.add(event))
              .next();
      // what comes later in the log is not counted for certain
      page.stream().filter(event -> event.id().equals(events.newest())).forEach(this::compare);
    }

    private void compare(BackEndEvent event) {
      if (event.data() instanceof MessageCreated sent) {
        for (Recipient one : sent.recipients().recipients()) {
          ConversationId in = event.conversation().orElseThrow();
          int unread =
              world.history.unread(one.user(), Set.of(in)).getOrDefault(in, Unread.NONE).messages();
          int total = world.history.unreadTotal(one.user(), NOW).messages();
          assertThat(one.unread() + "/" + one.unreadTotal()).isEqualTo(unread + "/" + total);
          compared++;
        }
      }
    }

    private <T> T any(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }
  }
}
