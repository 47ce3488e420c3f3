package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link SharedStoreContract} asks of finding out what any node has changed. */
abstract class SharedHeadsContract extends StoreContract {

  /** The write sides of two nodes. */
  protected Ledger one;

  protected Ledger two;

  /**
   * The write side as a node has it.
   *
   * @param node its name, which was not asked for before
   */
  protected abstract Ledger ledgerOf(String node);

  protected abstract ChangeLog changes();

  @BeforeEach
  void begin() {
    one = ledgerOf("one");
    two = ledgerOf("two");
  }

  @Override
  protected final Ledger ledger() {
    return one;
  }

  @Test
  void whatAnyNodeSaidHasChanged() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(say(ROOM, ALICE, "four"), say(OTHER, ALICE, "one")));
    one.commit(List.of(say(ROOM, BOB, "five")));

    Heads heads = since(mark);

    assertThat(heads.changed())
        .containsExactlyInAnyOrder(new Head(ROOM, 3, 5), new Head(OTHER, 0, 1));
  }

  @Test
  void accessThatAnyNodeChangedIsToldWithThoseWhoCame() {
    one.commit(List.of(make(ROOM, Kind.OPEN, ALICE)));
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(join(ROOM, BOB), join(ROOM, ALICE)));
    one.commit(List.of(leave(ROOM, ALICE)));
    two.commit(List.of(make(OTHER, Kind.DIRECT, ALICE, CAROL)));

    Heads heads = since(mark);

    assertThat(heads.accessChanged())
        .containsExactlyInAnyOrder(
            new AccessChange(ROOM, Set.of(BOB), 0),
            new AccessChange(OTHER, Set.of(ALICE, CAROL), 0));
    assertThat(heads.changed()).isEmpty();
    assertThat(heads.isEmpty()).isFalse();
    assertThat(since(heads.mark()).isEmpty()).isTrue();
  }

  @Test
  void whereNobodyCameOrWentAccessDidNotChange() {
    talk(ROOM, 1, 2);
    ChangeLog.Mark mark = changes().end();

    two.commit(List.of(say(ROOM, ALICE, "three"), mark(ROOM, BOB, 1), join(ROOM, BOB)));

    assertThat(since(mark).accessChanged()).isEmpty();
  }

  @Test
  void firstMessageOfWhoComesIsBothInOneLook() {
    ChangeLog.Mark mark = changes().end();

    two.commit(List.of(say(ROOM, CAROL, "hello")));

    Heads heads = since(mark);
    assertThat(heads.changed()).containsExactly(new Head(ROOM, 0, 1));
    assertThat(heads.accessChanged()).containsExactly(new AccessChange(ROOM, Set.of(CAROL), 0));
  }

  @Test
  void accessHoldsFromTheHeadThatItWasChangedAt() {
    talk(ROOM, 1, 3);
    talk(OTHER, 1, 2);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(join(ROOM, CAROL)));
    one.commit(List.of(say(ROOM, ALICE, "four"), say(OTHER, CAROL, "three")));

    assertThat(since(mark).accessChanged())
        .containsExactlyInAnyOrder(
            new AccessChange(ROOM, Set.of(CAROL), 3), new AccessChange(OTHER, Set.of(CAROL), 2));
  }

  @Test
  void severalChangesOfAccessHoldFromTheFirstInWhichSomebodyCame() {
    UserId dave = new UserId("dave");
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(leave(ROOM, BOB)));
    one.commit(List.of(say(ROOM, ALICE, "four"), join(ROOM, CAROL), say(ROOM, ALICE, "five")));
    two.commit(List.of(join(ROOM, dave)));

    assertThat(since(mark).accessChanged())
        .containsExactly(new AccessChange(ROOM, Set.of(CAROL, dave), 4));
  }

  @Test
  void whereNobodyCameAccessHoldsFromItsFirstChange() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(leave(ROOM, BOB), say(ROOM, ALICE, "four"), leave(ROOM, ALICE)));

    assertThat(since(mark).accessChanged()).containsExactly(new AccessChange(ROOM, Set.of(), 3));
  }

  @Test
  void accessThatIsChangedLaterIsNotPassed() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(join(ROOM, CAROL)));
    ChangeLog.Mark end = changes().end();
    one.commit(List.of(leave(ROOM, BOB), join(OTHER, BOB)));

    Heads heads = changes().between(mark, end);

    assertThat(heads)
        .isEqualTo(new Heads(end, List.of(), List.of(new AccessChange(ROOM, Set.of(CAROL), 3))));
    assertThat(since(end).accessChanged())
        .containsExactlyInAnyOrder(
            new AccessChange(ROOM, Set.of(), 3), new AccessChange(OTHER, Set.of(BOB), 0));
  }

  /** What changed after the mark and up to now. */
  private Heads since(ChangeLog.Mark mark) {
    return changes().between(mark, changes().end());
  }
}
