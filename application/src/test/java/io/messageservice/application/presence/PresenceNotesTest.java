package io.messageservice.application.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PresenceNotesTest {

  private static final Moved ONE = moved("ann", true);
  private static final Moved TWO = moved("bob", true);
  private static final Moved THREE = moved("ann", false);

  private final List<Moved> offered = new ArrayList<>();
  private final Queue<Consumer<Boolean>> open = new ArrayDeque<>();
  private final Queue<Runnable> retries = new ArrayDeque<>();
  private final List<Throwable> faults = new ArrayList<>();
  private final PresenceNotes notes =
      new PresenceNotes(
          (moved, ended) -> {
            offered.add(moved);
            open.add(ended);
          },
          Runnable::run,
          (delay, task) -> retries.add(task),
          (where, fault) -> faults.add(fault));

  @Test
  void nothingIsNotedBeforeItBegins() {
    notes.announced(ONE);

    assertThat(offered).isEmpty();
  }

  @Test
  void whatComesMeanwhileFollowsInOrder() {
    notes.begin();
    notes.announced(ONE);
    notes.announced(TWO);
    notes.announced(THREE);
    assertThat(offered).containsExactly(ONE);

    end(true);
    assertThat(offered).containsExactly(ONE, TWO, THREE);

    end(true);
    end(true);
    assertThat(open).isEmpty();
    notes.announced(ONE);
    assertThat(offered).endsWith(THREE, ONE);
  }

  @Test
  void whatIsNotStoredIsNotedAgainWithAllBehindIt() {
    notes.begin();
    notes.announced(ONE);
    end(false);
    notes.announced(TWO);
    assertThat(offered).containsExactly(ONE);

    retries.remove().run();
    assertThat(offered).containsExactly(ONE, ONE, TWO);
    end(true);
    end(false);
    retries.remove().run();
    assertThat(offered).containsExactly(ONE, ONE, TWO, ONE, TWO);
  }

  @Test
  void moreThanWaitIsReported() {
    notes.begin();
    for (int i = 0; i < PresenceNotes.MAX_WAITING; i++) {
      notes.announced(ONE);
    }
    assertThat(faults).isEmpty();

    notes.announced(TWO);

    assertThat(faults).hasSize(1);
    assertThat(offered).containsExactly(ONE);
  }

  private void end(boolean stored) {
    open.remove().accept(stored);
  }

  private static Moved moved(String user, boolean online) {
    return new Moved(
        new Transition(new UserId(user), new DisplayName(user), online), Optional.empty());
  }
}
