package io.messageservice.application.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryPositions;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.decision.UserNote.Reminded;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RemindersTest extends StoreContract {

  private static final Duration AFTER = Duration.ofMinutes(10);

  private Instant now = NOON;
  private final InMemoryStore memory = new InMemoryStore(new Random(1));
  private final StampedLog log = new StampedLog(memory.history(), () -> now);
  private final OtherNodes positions = new OtherNodes();
  private final List<Throwable> faults = new ArrayList<>();
  private final Faults reported = (where, fault) -> faults.add(fault);
  private Random random = new Random(1);
  private boolean failing;
  private Reminders reminders = reminders();

  private Reminders reminders() {
    return new Reminders(
        log, memory.history(), positions, this::remind, AFTER, () -> now, reported);
  }

  @BeforeEach
  void begin() {
    store(join(ROOM, ALICE), join(ROOM, BOB), join(ROOM, CAROL), join(OTHER, BOB));
    reminders.pass();
  }

  @Test
  void usersAreRemindedOnceOfWhatTheyDidNotRead() {
    store(say(ROOM, ALICE, "one"));
    store(mark(ROOM, CAROL, 1));

    passAfter(AFTER.minusSeconds(1));
    assertThat(reminded()).isEmpty();

    passAfter(Duration.ofSeconds(1));
    assertThat(reminded()).containsExactly(BOB);

    passAfter(AFTER);
    passAfter(AFTER);
    assertThat(reminded()).containsExactly(BOB);
  }

  @Test
  void usersAreRemindedAgainOnlyOfNewMessages() {
    store(say(ROOM, ALICE, "one"));
    passAfter(Duration.ofMinutes(5));
    store(say(ROOM, ALICE, "two"), say(OTHER, CAROL, "three"));
    passAfter(Duration.ofMinutes(5));
    assertThat(reminded()).containsExactly(BOB, CAROL);

    passAfter(AFTER); // what was sent before they were reminded
    assertThat(reminded()).hasSize(2);

    store(say(ROOM, ALICE, "four"), mark(ROOM, CAROL, 3));
    passAfter(AFTER);
    assertThat(reminded()).containsExactly(BOB, CAROL, BOB);
  }

  @Test
  void nobodyIsRemindedOfWhatTheyMutedOrHid() {
    store(say(ROOM, ALICE, "one"));
    store(
        prefer(BOB, new Preferences(Preferences.FOR_EVER, Preferences.SHOWN)),
        prefer(CAROL, new Preferences(Preferences.NOT_MUTED, 1)));

    passAfter(AFTER);

    assertThat(reminded()).isEmpty();
  }

  @Test
  void nobodyIsRemindedOfWhatIsDeleted() {
    store(say(ROOM, ALICE, "one"));
    store(delete(memory.history().after(ROOM, 0, 1, PLENTY).messages().get(0)));

    passAfter(AFTER);

    assertThat(reminded()).isEmpty();
  }

  @Test
  void nobodyIsRemindedOfWhatWasSentBeforeThereWereReminders() {
    store(say(ROOM, ALICE, "one"));
    now = now.plus(AFTER);
    positions.positions = new InMemoryPositions();
    reminders = reminders();

    passAfter(Duration.ZERO);

    assertThat(reminded()).isEmpty();
  }

  @Test
  void usersAreRemindedOfWhatWasSentSinceItBegan() {
    store(say(OTHER, CAROL, "before"));
    positions.positions = new InMemoryPositions();
    reminders = reminders();
    reminders.begin();
    store(say(ROOM, BOB, "after"));

    passAfter(AFTER);

    assertThat(reminded()).containsExactly(ALICE, CAROL);
  }

  @Test
  void oneThatStopsWhileOthersWaitIsFollowedByAnother() {
    store(say(ROOM, ALICE, "one"));
    now = now.plus(AFTER);
    positions.isElsewhere = true;
    reminders.pass();
    assertThat(reminded()).isEmpty();

    positions.isElsewhere = false;
    reminders.pass();
    assertThat(reminded()).containsExactly(BOB, CAROL);
  }

  @Test
  void theNextChangeIsDueWhenItIsOldEnoughAndUntilItsUsersAreReminded() {
    assertThat(reminders.due()).isEmpty();

    store(say(ROOM, ALICE, "one"));
    Instant sent = now;
    passAfter(Duration.ofMinutes(1));
    assertThat(reminders.due()).hasValue(sent.plus(AFTER));

    failing = true;
    passAfter(AFTER);
    assertThat(reminders.due()).hasValue(sent.plus(AFTER));

    failing = false;
    passAfter(Duration.ofMinutes(1));
    assertThat(reminders.due()).hasValueSatisfying(due -> assertThat(due).isAfter(now));

    positions.isElsewhere = true;
    reminders.pass();
    assertThat(reminders.due()).isEmpty();
  }

  @Test
  void whoWasRemindedIsForgottenWithTheMessages() {
    RemindedUsers users = new RemindedUsers();
    users.note(ALICE, 3);
    users.note(BOB, 4);
    users.note(ALICE, 7);

    assertThat(users.covers(ALICE, 6)).isTrue();
    assertThat(users.covers(ALICE, 7)).isFalse();
    users.passed(4);
    assertThat(users.size()).isEqualTo(1);
    users.passed(7);
    assertThat(users.size()).isZero();
  }

  /**
   * A user with something unread is reminded of it once, whatever fails and whichever node goes on.
   */
  @RepeatedTest(200)
  void whateverFailsAllAreRemindedOnce(RepetitionInfo run) {
    random = new Random(run.getCurrentRepetition());
    for (int i = 0; i < 60; i++) {
      step();
    }
    failing = false;
    positions.isElsewhere = false;
    passAfter(AFTER);
    passAfter(Duration.ZERO);

    Map<UserId, Long> last = lastReminded();
    for (UserId user : List.of(ALICE, BOB, CAROL)) {
      unreadPlaces(user)
          .forEach(place -> assertThat(last.getOrDefault(user, 0L)).isGreaterThan(place));
    }
    assertThat(faults).isEmpty();
  }

  private void step() {
    ConversationId where = random.nextBoolean() ? ROOM : OTHER;
    UserId who = List.of(ALICE, BOB, CAROL).get(random.nextInt(3));
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> store(say(where, who, "text"));
      case 3 -> store(join(where, who), mark(where, who, head(where)));
      case 4 -> failing = !failing;
      case 5 -> positions.isElsewhere = random.nextInt(3) == 0;
      case 6 -> reminders = reminders(); // the node dies, another goes on
      default -> passAfter(Duration.ofMinutes(random.nextInt(12)));
    }
  }

  private void passAfter(Duration time) {
    log.stamp();
    now = now.plus(time);
    reminders.pass();
    log.stamp();
  }

  /** Some are stored where it fails; each has something unread of which they were not reminded. */
  private boolean remind(Set<UserId> users) {
    Map<UserId, Long> last = lastReminded();
    for (UserId user : users) {
      assertThat(unreadPlaces(user))
          .anySatisfy(
              place -> {
                assertThat(place).isGreaterThan(last.getOrDefault(user, 0L));
                assertThat(at(place)).isBeforeOrEqualTo(now.minus(AFTER));
              });
    }
    if (!failing) {
      users.forEach(user -> store(note(user)));
      return true;
    }
    users.stream().limit(random.nextInt(users.size() + 1)).forEach(user -> store(note(user)));
    if (random.nextBoolean()) {
      throw new StoreUnavailable("injected", new IllegalStateException());
    }
    return false;
  }

  private static Decider<String> note(UserId user) {
    return records -> Decision.noted("noted", new Reminded(user));
  }

  private static Decider<String> prefer(UserId user, Preferences own) {
    return records -> Decision.personal("preferred", new OwnPreferences(ROOM, user, own));
  }

  private void store(Decider<?>... commands) {
    commitAll(List.of(commands));
    log.stamp();
  }

  private long head(ConversationId where) {
    return memory.history().conversation(where).orElseThrow().head();
  }

  private Instant at(long place) {
    return changes().get((int) place - 1).at();
  }

  private List<Change> changes() {
    return log.after(Place.OLDEST, 10_000).changes();
  }

  private List<UserId> reminded() {
    List<UserId> users = new ArrayList<>();
    changes().forEach(change -> reminded(change).ifPresent(users::add));
    return users;
  }

  private static Optional<UserId> reminded(Change change) {
    LoggedEvent first = change.events().get(0);
    return first instanceof UserNoted note ? Optional.of(note.note().user()) : Optional.empty();
  }

  private Map<UserId, Long> lastReminded() {
    Map<UserId, Long> last = new HashMap<>();
    for (Change change : changes()) {
      reminded(change).ifPresent(user -> last.put(user, change.place().number()));
    }
    return last;
  }

  /** Places in the log of all messages that the user has not read. */
  private List<Long> unreadPlaces(UserId user) {
    List<Long> places = new ArrayList<>();
    for (Change change : changes()) {
      for (LoggedEvent event : change.events()) {
        if (event instanceof MessagesAppended some
            && isUnread(change.conversation().orElseThrow(), some.seq(), user)) {
          places.add(change.place().number());
        }
      }
    }
    return places;
  }

  private boolean isUnread(ConversationId in, long seq, UserId user) {
    Message message = memory.history().after(in, seq - 1, 1, PLENTY).messages().get(0);
    return !message.sender().equals(user)
        && memory.history().conversation(in).orElseThrow().has(user)
        && memory.history().standing(in, user, 1).readUpTo() < seq;
  }

  @Override
  protected Ledger ledger() {
    return memory.ledger();
  }

  @Override
  protected ReadSide history() {
    return memory.history();
  }

  /** Positions that another node may have. */
  private static final class OtherNodes implements ReaderPositions {
    private ReaderPositions positions = new InMemoryPositions();
    private boolean isElsewhere;

    @Override
    public Optional<String> take(String reader) {
      return isElsewhere ? Optional.empty() : positions.take(reader);
    }

    @Override
    public boolean note(String reader, String position) {
      return !isElsewhere && positions.note(reader, position);
    }

    @Override
    public void leave(String reader) {
      positions.leave(reader);
    }
  }
}
