package io.messageservice.application.port.out;

import static io.messageservice.application.port.out.GroupCommands.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of lists of what changed. */
abstract class SinceContract extends UnreadContract {

  private static final ConversationId FOURTH = new ConversationId("fourth");

  @Test
  void nothingIsListedWhereNothingChanged() {
    commitAll(List.of(say(ROOM, ALICE, "1"), say(OTHER, ALICE, "1")));
    ListingPoint point = history().listingPoint();

    assertThat(since(ALICE, point)).isEmpty();
    assertThat(since(BOB, point)).isEmpty();
  }

  @Test
  void whatOneSeesChangedIsListed() {
    commitAll(
        List.of(
            make(ROOM, Kind.GROUP, ALICE, BOB),
            say(ROOM, ALICE, "1"),
            say(OTHER, ALICE, "1"),
            say(THIRD, ALICE, "1")));
    for (Decider<?> change :
        List.of(
            say(ROOM, BOB, "2"),
            edit(all(ROOM).get(0), "edited"),
            react(all(ROOM).get(0), BOB, "+1"),
            delete(all(ROOM).get(0)),
            add(ROOM, CAROL),
            GroupCommands.rename(ROOM, "title"),
            mark(ROOM, ALICE, 1),
            mark(ROOM, ALICE, 0),
            prefer(ROOM, ALICE, Preferences.SHOWN),
            prefer(ROOM, ALICE, 2))) {
      ListingPoint point = history().listingPoint();

      commitAll(List.of(change));

      assertThat(since(ALICE, point)).as("%s", change).containsExactly("room");
      assertThat(since(ALICE, history().listingPoint())).isEmpty();
    }
  }

  @Test
  void whatOnlyOthersSeeIsNotListed() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), say(ROOM, ALICE, "1")));
    commitAll(List.of(say(OTHER, BOB, "1")));
    ListingPoint point = history().listingPoint();

    commitAll(
        List.of(
            mark(ROOM, BOB, 1),
            prefer(ROOM, BOB, 1),
            say(OTHER, BOB, "2"),
            records -> Decision.personal("reached", new DeliveredMark(ROOM, ALICE, 1))));

    assertThat(since(ALICE, point)).isEmpty();
    assertThat(since(BOB, point)).containsExactlyInAnyOrder("room", "other");
  }

  @Test
  void whatOneBeginsToTakePartInIsListed() {
    commitAll(List.of(say(ROOM, BOB, "1"), make(OTHER, Kind.GROUP, BOB)));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(join(ROOM, ALICE), add(OTHER, ALICE), say(THIRD, ALICE, "1")));

    assertThat(since(ALICE, point)).containsExactlyInAnyOrder("room", "other", "third");
  }

  @Test
  void whatOneTakesPartInNoMoreIsListedAsThat() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), say(ROOM, ALICE, "1")));
    commitAll(List.of(join(OTHER, BOB), say(OTHER, ALICE, "1")));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(leave(ROOM, BOB), leave(OTHER, BOB), say(ROOM, ALICE, "2")));

    assertThat(entries(BOB, point)).hasSize(2).allMatch(NoLonger.class::isInstance);
    assertThat(since(BOB, point)).containsExactlyInAnyOrder("room", "other");
    assertThat(ids(listing(BOB, Optional.empty(), Optional.empty()))).isEmpty();
    assertThat(since(BOB, history().listingPoint())).isEmpty();

    commitAll(List.of(add(ROOM, BOB)));
    assertThat(entries(BOB, point)).filteredOn(Listed.class::isInstance).hasSize(1);
    assertThat(since(BOB, point)).containsExactlyInAnyOrder("room", "other");
  }

  @Test
  void whatIsForgottenIsListedAsTakenPartInNoMore() {
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB), join(OTHER, BOB)));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(leave(ROOM, BOB), forget(ROOM), forget(OTHER)));

    for (UserId user : List.of(ALICE, BOB)) {
      assertThat(entries(user, point)).as("%s", user).allMatch(NoLonger.class::isInstance);
    }
    assertThat(since(ALICE, point)).containsExactly("room");
    assertThat(since(BOB, point)).containsExactlyInAnyOrder("room", "other");
    assertThat(since(CAROL, point)).isEmpty();
    assertThat(since(BOB, history().listingPoint())).isEmpty();
  }

  @Test
  void whatBeganAgainWithOthersIsListedAsTakenPartInNoMore() {
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB)));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(forget(ROOM), make(ROOM, Kind.GROUP, CAROL, BOB), say(ROOM, CAROL, "1")));

    assertThat(entries(ALICE, point)).hasSize(1).allMatch(NoLonger.class::isInstance);
    assertThat(entries(BOB, point)).hasSize(1).allMatch(Listed.class::isInstance);
    assertThat(entries(CAROL, point)).hasSize(1).allMatch(Listed.class::isInstance);
  }

  /** A join moves a silent conversation to the front: away from a list that is being read. */
  @Test
  void whatMovesToTheFrontWithoutAMessageIsListed() {
    commitAll(List.of(join(ROOM, ALICE, NOON), join(OTHER, ALICE, NOON.plusSeconds(1))));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(join(ROOM, BOB, NOON.plusSeconds(2))));

    assertThat(since(ALICE, point)).containsExactly("room");
    assertThat(ids(listing(ALICE, Optional.empty(), Optional.empty())))
        .containsExactly("room", "other");
  }

  @Test
  void whoLeavesAndComesBackWithinABatchStillTakesPart() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), join(OTHER, BOB), join(OTHER, ALICE)));
    ListingPoint point = history().listingPoint();

    commitAll(
        List.of(
            leave(ROOM, BOB),
            add(ROOM, BOB),
            leave(OTHER, BOB),
            join(OTHER, BOB),
            join(THIRD, BOB)));
    commitAll(List.of(leave(THIRD, BOB), join(THIRD, BOB), leave(THIRD, BOB)));

    assertThat(entries(BOB, point)).filteredOn(Listed.class::isInstance).hasSize(2);
    assertThat(since(BOB, point)).containsExactlyInAnyOrder("room", "other", "third");
  }

  @Test
  void hiddenOnesAreListedToo() {
    commitAll(List.of(say(ROOM, ALICE, "1")));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(prefer(ROOM, ALICE, 1)));

    assertThat(since(ALICE, point)).containsExactly("room");
  }

  @Test
  void aPointOfAnotherStoreListsEverything() {
    commitAll(List.of(say(ROOM, ALICE, "1"), say(OTHER, ALICE, "1"), prefer(ROOM, ALICE, 1)));

    for (String foreign : List.of("", "x", "1", "another 1", history().epoch())) {
      Listing listing = listing(ALICE, Optional.empty(), Optional.of(new ListingPoint(foreign)));
      assertThat(listing.reset()).as(foreign).isTrue();
      assertThat(ids(listing)).as(foreign).containsExactly("other");
    }
    assertThat(listing(ALICE, Optional.empty(), Optional.of(history().listingPoint())).reset())
        .isFalse();
    assertThat(listing(ALICE, Optional.empty(), Optional.empty()).reset()).isFalse();
  }

  @Test
  void pagesOfWhatChangedMeet() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), make(OTHER, Kind.GROUP, ALICE, BOB)));
    ListingPoint point = history().listingPoint();
    List<String> changed = new ArrayList<>(List.of("room", "other"));
    List<Decider<String>> batch = new ArrayList<>(List.of(leave(ROOM, BOB), leave(OTHER, BOB)));
    for (int i = 0; i < 20; i++) {
      ConversationId id = new ConversationId("c" + i);
      batch.add(say(id, BOB, "text"));
      changed.add(id.value());
    }
    commitAll(batch);

    List<String> found = new ArrayList<>();
    Optional<Cursor> next = Optional.empty();
    do {
      Listing page =
          history()
              .conversationsOf(BOB, new ListingRequest(next, 3, PLENTY, false, Optional.of(point)));
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(3);
      found.addAll(ids(page));
      next = page.next();
    } while (next.isPresent());

    assertThat(found).containsExactlyInAnyOrderElementsOf(changed);
  }

  /** Whoever was away keeps, by asking for what changed, what a full list shows. */
  @RepeatedTest(5)
  void whoAsksForChangesKeepsTheWholeList(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<UserId> users = List.of(ALICE, BOB, CAROL);
    List<ConversationId> places = List.of(ROOM, OTHER, THIRD, FOURTH);
    commitAll(
        List.of(
            make(ROOM, Kind.GROUP, ALICE, BOB, CAROL),
            make(OTHER, Kind.DIRECT, ALICE, BOB),
            join(THIRD, CAROL, NOON)));
    Map<String, List<Object>> kept = new HashMap<>();
    ListingPoint point = history().listingPoint();
    all(BOB).forEach(one -> kept.put(name(one), shown(one)));

    for (int round = 0; round < 60; round++) {
      for (int i = random.nextInt(4); i > 0; i--) {
        ConversationId id = places.get(random.nextInt(places.size()));
        act(id, users.get(random.nextInt(users.size())), random);
      }
      if (random.nextInt(3) == 0) {
        ListingPoint now = history().listingPoint();
        for (Entry entry : entries(BOB, point)) {
          if (entry instanceof Listed listed) {
            kept.put(name(listed), shown(listed));
          } else {
            kept.remove(entry.place().conversation().value());
          }
        }
        point = now;
        Map<String, List<Object>> present = new HashMap<>();
        all(BOB).forEach(one -> present.put(name(one), shown(one)));
        assertThat(kept).as("round %s", round).isEqualTo(present);
      }
    }
  }

  /** Others who take part in an open conversation are no change of it. */
  private static List<Object> shown(Listed listed) {
    Conversation conversation = listed.conversation();
    return List.of(
        conversation.kind() == Kind.OPEN
            ? List.of(conversation.position(), conversation.lastAt())
            : conversation,
        listed.lastMessage(),
        listed.readUpTo(),
        listed.unread(),
        listed.preferences());
  }

  private void act(ConversationId id, UserId user, Random random) {
    Optional<Conversation> found = history().conversation(id);
    if (found.isEmpty()) {
      commitAll(List.of(join(id, user, at(random))));
    } else if (!found.get().has(user)) {
      enter(found.get(), user, random);
    } else {
      act(found.get(), user, random);
    }
  }

  private void enter(Conversation conversation, UserId user, Random random) {
    if (conversation.kind() == Kind.GROUP) {
      commitAll(List.of(add(conversation.id(), user)));
    } else if (conversation.kind() == Kind.OPEN) {
      commitAll(List.of(join(conversation.id(), user, at(random))));
    }
  }

  private void act(Conversation conversation, UserId user, Random random) {
    ConversationId id = conversation.id();
    long head = conversation.head();
    int choice = random.nextInt(8);
    if (choice == 0 && conversation.kind() != Kind.DIRECT) {
      commitAll(List.of(leave(id, user)));
    } else if (choice == 1) {
      commitAll(List.of(mark(id, user, random.nextInt((int) head + 1))));
    } else if (choice == 2) {
      commitAll(List.of(prefer(id, user, random.nextBoolean() ? head : Preferences.SHOWN)));
    } else if (choice == 3 && head > 0) {
      change(all(id).get(random.nextInt((int) head)), random);
    } else if (choice == 4 && conversation.mayEndUnused()) {
      commitAll(List.of(forget(id)));
    } else if (choice > 4 || conversation.kind() != Kind.OPEN) {
      commitAll(List.of(random.nextBoolean() ? say(id, user, "text") : mention(id, user)));
    }
  }

  private void change(Message message, Random random) {
    if (!message.isDeleted()) {
      commitAll(
          List.of(random.nextBoolean() ? delete(message) : edit(message, "e" + random.nextInt())));
    }
  }

  private static Instant at(Random random) {
    return NOON.plusMillis(random.nextInt(9));
  }

  private static String name(Listed listed) {
    return listed.conversation().id().value();
  }

  private List<String> since(UserId user, ListingPoint point) {
    return ids(listing(user, Optional.empty(), Optional.of(point)));
  }

  private List<Entry> entries(UserId user, ListingPoint point) {
    return listing(user, Optional.empty(), Optional.of(point)).entries();
  }

  private Listing listing(UserId user, Optional<Cursor> after, Optional<ListingPoint> since) {
    return history().conversationsOf(user, new ListingRequest(after, 99, PLENTY, false, since));
  }

  private static List<String> ids(Listing listing) {
    return listing.entries().stream().map(entry -> entry.place().conversation().value()).toList();
  }
}
