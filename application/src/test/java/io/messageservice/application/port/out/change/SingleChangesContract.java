package io.messageservice.application.port.out.change;

import static io.messageservice.application.port.out.BlockCommands.block;
import static io.messageservice.application.port.out.BlockCommands.note;
import static io.messageservice.application.port.out.GroupCommands.add;
import static io.messageservice.application.port.out.GroupCommands.ban;
import static io.messageservice.application.port.out.GroupCommands.createGroup;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static io.messageservice.application.port.out.GroupCommands.setRole;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ReactionChanged;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.decision.UserNote.Reminded;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link ChangeLog} promises to readers of single changes. */
public abstract class SingleChangesContract extends StoreContract {

  protected abstract ChangeLog changes();

  @Test
  void eachIsReadOnceAndInItsOrder() {
    Place start = changes().newest();
    commitAll(List.of(make(OTHER, Kind.GROUP, ALICE, BOB)));
    commitAll(List.of(say(OTHER, ALICE, "one"), say(OTHER, ALICE, "two")));
    commitAll(List.of(say(ROOM, CAROL, "elsewhere")));
    commitAll(List.of(mark(OTHER, BOB, 1)));
    Message first = history().after(OTHER, 0, 1, 10_000).messages().get(0);
    commitAll(List.of(edit(first, "edited")));
    commitAll(List.of(delete(first)));
    commitAll(List.of(leave(OTHER, BOB)));
    commitAll(List.of(mark(OTHER, ALICE, 2)));

    List<Change> all = readOn(start, 1);

    assertThat(steps(all, OTHER))
        .containsExactly(
            "created",
            "joined [alice, bob] left [] GROUP",
            "message 1",
            "message 2",
            "bob read 1",
            "edited 1",
            "deleted 1 []",
            "joined [] left [bob] GROUP",
            "alice read 2");
    assertThat(steps(all, ROOM))
        .containsExactly("created", "joined [carol] left [] OPEN", "message 1");
  }

  @Test
  void eachHasAPlaceAfterThatOfTheOneBefore() {
    talk(ROOM, 1, 3);
    talk(OTHER, 1, 2);
    commitAll(List.of(mark(ROOM, BOB, 2), mark(OTHER, BOB, 1)));

    List<Change> all = readOn(Place.OLDEST, 2);

    assertThat(all).extracting(each -> each.place().number()).isSorted().doesNotHaveDuplicates();
    assertThat(all).extracting(each -> each.place().epoch()).containsOnly(epoch());
    assertThat(all).allSatisfy(each -> assertThat(readOn(before(each), 1)).contains(each));
    assertThat(changes().newest()).isEqualTo(all.get(all.size() - 1).place());
  }

  @Test
  void placesAndNamesAreForGood() {
    talk(ROOM, 1, 3);
    commitAll(List.of(join(OTHER, ALICE), mark(ROOM, BOB, 2)));
    talk(OTHER, 1, 2);

    List<Change> first = readOn(Place.OLDEST, 2);

    assertThat(readOn(Place.OLDEST, 100)).isEqualTo(first);
    assertThat(first).extracting(Change::id).doesNotHaveDuplicates();
  }

  @Test
  void readerGoesOnFromAPlace() {
    talk(ROOM, 1, 3);
    Place place = changes().after(Place.OLDEST, 1_000).end();
    talk(ROOM, 4, 5);

    assertThat(steps(readOn(place, 1_000), ROOM)).containsExactly("message 4", "message 5");
    assertThat(changes().after(place, 1_000).start()).isEqualTo(place);
    Changes none = changes().after(changes().newest(), 1_000);
    assertThat(none)
        .isEqualTo(new Changes(none.start(), List.of(), List.of(), changes().newest(), false));
  }

  @Test
  void placeThatTheStoreNeverReachedIsReadFromTheOldest() {
    talk(ROOM, 1, 2);
    Place ahead = new Place(epoch(), changes().newest().number() + 1_000);

    for (Place other : List.of(ahead, new Place("another", 1), Place.OLDEST)) {
      Changes all = changes().after(other, 1_000);
      assertThat(all.start()).isNotEqualTo(other);
      assertThat(steps(all.changes(), ROOM)).contains("created", "message 1", "message 2");
      assertThat(changes().after(all.start(), 1_000)).isEqualTo(all);
    }
  }

  @Test
  void reactionsAndDeliveredMarksAreNamed() {
    talk(ROOM, 1, 2);
    Message first = history().after(ROOM, 0, 1, 10_000).messages().get(0);
    Place start = changes().newest();
    commitAll(List.of(react(first, BOB, "+1"), react(first, CAROL, "+1")));
    commitAll(List.of(takeBack(first, BOB, "+1")));
    commitAll(List.of(reached(ROOM, BOB, 2)));

    assertThat(steps(readOn(start, 10), ROOM))
        .containsExactly("bob +1 1 true", "carol +1 1 true", "bob +1 1 false", "bob has 2");
  }

  @Test
  void filesOfADeletedMessageAreNamed() {
    MessageContent files = new MessageContent("", List.of(file("/1"), file("/2")));
    commitAll(List.of(say(ROOM, ALICE, files, Optional.empty(), NOON)));
    Message message = history().after(ROOM, 0, 1, 10_000).messages().get(0);
    Place start = changes().newest();
    commitAll(List.of(delete(message)));

    assertThat(steps(readOn(start, 10), ROOM)).containsExactly("deleted 1 [/1, /2]");
  }

  @Test
  void whatIsNotedOfUsersIsOfNoConversation() {
    talk(ROOM, 1, 1);
    Mark mark = changes().end();
    Place start = changes().newest();
    UserNote away =
        new Moved(new Transition(BOB, new DisplayName("Böb"), false), Optional.of(NOON));
    UserNote back = new Moved(new Transition(BOB, new DisplayName(""), true), Optional.empty());
    commitAll(List.of(notes(new Reminded(ALICE)), notes(away), say(ROOM, ALICE, "2")));
    commitAll(List.of(notes(back)));
    commitAll(List.of(notes(new Reminded(BOB))));

    List<Change> all = readOn(start, 1);

    List<Change> ofUsers = all.stream().filter(change -> change.conversation().isEmpty()).toList();
    assertThat(ofUsers.stream().flatMap(change -> change.events().stream()))
        .containsExactlyInAnyOrder(
            new UserNoted(new Reminded(ALICE)),
            new UserNoted(away),
            new UserNoted(back),
            new UserNoted(new Reminded(BOB)));
    assertThat(ofUsers.stream().flatMap(change -> change.events().stream()))
        .containsSubsequence(
            new UserNoted(away), new UserNoted(back), new UserNoted(new Reminded(BOB)));
    assertThat(steps(all, ROOM)).containsExactly("message 2");
    assertThat(changes().between(mark, changes().end()).changed())
        .extracting(Head::conversation)
        .containsExactly(ROOM);
    assertThat(changes().between(mark, changes().end()).accessChanged()).isEmpty();
  }

  private static Decider<String> notes(UserNote note) {
    return records -> Decision.noted("noted", note);
  }

  @Test
  void changesOfAGroupAreNamed() {
    commitAll(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));
    Place start = changes().newest();
    commitAll(List.of(rename(ROOM, "a title")));
    commitAll(List.of(add(ROOM, CAROL)));
    commitAll(List.of(setRole(ROOM, BOB, Role.MODERATOR)));
    commitAll(List.of(ban(ROOM, CAROL, LATER)));

    assertThat(steps(readOn(start, 10), ROOM))
        .containsExactly(
            "changed", "joined [carol] left [] GROUP", "changed", "joined [] left [carol] GROUP");
  }

  @Test
  void eventsAreOfTheTraceOfTheirCommand() {
    commitAll(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));
    talk(ROOM, 1, 1);
    Message first = history().after(ROOM, 0, 1, 10_000).messages().get(0);
    Place start = changes().newest();
    commitAll(
        List.of(
            traced(1, say(ROOM, ALICE, "two")),
            say(ROOM, ALICE, "three"),
            traced(2, say(ROOM, ALICE, "four")),
            traced(3, edit(first, "edited")),
            traced(4, add(ROOM, CAROL)),
            traced(5, mark(ROOM, BOB, 2)),
            traced(6, reached(ROOM, BOB, 3)),
            traced(7, say(OTHER, ALICE, "elsewhere")),
            mark(ROOM, ALICE, 2)));

    List<Change> all = readOn(start, 3);

    assertThat(traced(all, ROOM))
        .containsExactlyInAnyOrder(
            "message 2 of 1",
            "message 3 of none",
            "message 4 of 2",
            "edited 1 of 3",
            "joined [carol] left [] GROUP of 4",
            "bob read 2 of 5",
            "bob has 3 of 6",
            "alice read 2 of none");
    assertThat(traced(all, OTHER))
        .containsExactlyInAnyOrder(
            "created of 7", "joined [alice] left [] OPEN of 7", "message 1 of 7");
    assertThat(traced(readOn(Place.OLDEST, 100), ROOM)).contains("created of none");
  }

  /** What happened in a conversation, and of which trace it is. */
  private static List<String> traced(List<Change> changes, ConversationId in) {
    List<String> all = new ArrayList<>();
    for (Change change : changes) {
      for (int i = 0; i < change.events().size(); i++) {
        Optional<String> parent = change.traceparent(i);
        String of = parent.map(text -> text.replaceAll("00-0+(.+?)-.*", "$1")).orElse("none");
        if (change.conversation().equals(Optional.of(in))) {
          steps(change.events().get(i)).forEach(step -> all.add(step + " of " + of));
        }
      }
    }
    return all;
  }

  /** Other services get no event of it. */
  @Test
  void thatADirectConversationIsBlockedIsNoChangeOfParticipants() {
    commitAll(List.of(make(ROOM, Kind.DIRECT, ALICE, BOB)));
    commitAll(List.of(block(ALICE, BOB), note(ROOM)));

    assertThat(steps(readOn(Place.OLDEST, 100), ROOM))
        .containsExactly("created", "joined [alice, bob] left [] DIRECT");
  }

  @Test
  void whatEarlierReadersOfOtherStoresNotedIsNoPlace() {
    talk(ROOM, 1, 2);

    assertThat(changes().noted("another store's")).isEmpty();
    assertThat(changes().noted("")).isEmpty();
  }

  @Test
  void noneIsMissedOrReadTwiceWhileItIsWritten() {
    int batches = 300;
    Place start = changes().newest();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeInTurn(batches));
    List<Change> read = new ArrayList<>();

    boolean done = false;
    Changes some = changes().after(start, 20);
    while (!done || some.more() || !some.changes().isEmpty()) {
      read.addAll(some.changes());
      done = writing.isDone();
      some = changes().after(some.end(), 20);
    }

    assertThat(writing).isCompleted();
    assertThat(messages(read, ROOM)).isEqualTo(LongStream.rangeClosed(1, 600).boxed().toList());
    assertThat(messages(read, OTHER)).isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
    assertThat(read).isEqualTo(readOn(start, 1_000));
  }

  private void writeInTurn(int batches) {
    for (int i = 0; i < batches; i++) {
      List<Decider<String>> batch = new ArrayList<>();
      batch.add(say(ROOM, ALICE, "one"));
      batch.add(say(OTHER, ALICE, "two"));
      batch.add(say(ROOM, BOB, "three"));
      Message two = said(commitAll(batch).get(1));
      commitAll(List.of(edit(two, "TWO")));
    }
  }

  private static Attachment file(String url) {
    return new Attachment(Optional.empty(), url, "", "", 0, Optional.empty());
  }

  private String epoch() {
    return changes().newest().epoch();
  }

  private static Place before(Change change) {
    return new Place(change.place().epoch(), change.place().number() - 1);
  }

  /** All changes after the place, read in steps. */
  private List<Change> readOn(Place from, int limit) {
    List<Change> all = new ArrayList<>();
    Changes some = changes().after(from, limit);
    all.addAll(some.changes());
    while (some.more()) {
      some = changes().after(some.end(), limit);
      all.addAll(some.changes());
    }
    return all;
  }

  private static List<Long> messages(List<Change> changes, ConversationId in) {
    return changes.stream()
        .filter(change -> change.conversation().equals(Optional.of(in)))
        .flatMap(change -> change.events().stream())
        .flatMap(event -> event instanceof MessagesAppended some ? seqs(some) : Stream.of())
        .toList();
  }

  private static Stream<Long> seqs(MessagesAppended some) {
    return LongStream.rangeClosed(some.afterSeq() + 1, some.seq()).boxed();
  }

  /** What happened in a conversation, one thing after another. */
  private static List<String> steps(List<Change> changes, ConversationId in) {
    return changes.stream()
        .filter(change -> change.conversation().equals(Optional.of(in)))
        .flatMap(change -> change.events().stream())
        .flatMap(SingleChangesContract::steps)
        .toList();
  }

  private static Stream<String> steps(LoggedEvent event) {
    return event instanceof MessagesAppended some
        ? seqs(some).map(seq -> "message " + seq)
        : Stream.of(step(event));
  }

  private static String step(LoggedEvent event) {
    if (event instanceof ConversationCreated) {
      return "created";
    } else if (event instanceof ConversationChanged) {
      return "changed";
    } else if (event instanceof ParticipantsChanged who) {
      return "joined %s left %s %s"
          .formatted(sorted(who.joined()), sorted(who.left()), who.kind().orElseThrow());
    } else if (event instanceof MessageEdited edited) {
      return "edited " + edited.seq();
    } else if (event instanceof MessageDeleted deleted) {
      return "deleted " + deleted.seq() + " " + deleted.fileUrls();
    } else if (event instanceof ReactionChanged one) {
      return "%s %s %d %s"
          .formatted(one.user().value(), one.reaction().value(), one.seq(), one.added());
    } else if (event instanceof MessagesRead mark) {
      return mark.user().value() + " read " + mark.readUpTo();
    } else if (event instanceof MessagesDelivered mark) {
      return mark.user().value() + " has " + mark.deliveredUpTo();
    }
    return "unknown " + ((MessageChanged) event).seq();
  }

  private static List<String> sorted(Collection<UserId> users) {
    return users.stream().map(UserId::value).sorted().toList();
  }
}
