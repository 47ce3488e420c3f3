package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.event.Event;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import io.messageservice.domain.view.ResumePoint;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.frame.EventFrames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** From what position a connection that reads too slowly is to go on. */
class LaggingChangesTest {

  private static final ConversationId ID = new ConversationId("c");

  private final SlowWire wire = new SlowWire();
  private final Lagging lagging = new Lagging(wire, SessionEvents.NONE);

  @Test
  void aMessageIsLeftOutWithItsChange() {
    wire.slow = true;
    message(4, 7);
    change(2, new Position(4, 8));
    wire.slow = false;
    change(2, new Position(4, 9));
    message(5, 10);

    wire.sent("lagged 4 6");
  }

  @Test
  void aChangeIsLeftOutBehindTheNewestMessage() {
    wire.slow = true;
    change(2, new Position(4, 8));
    message(5, 9);

    wire.sent("lagged 5 7");
  }

  @Test
  void aReplayIsNamedByWhereItsChangesBegan() {
    begin(3, 5);
    change(2, new Position(3, 9));
    message(4, 6);
    wire.slow = true;
    message(5, 12);
    caughtUp(5, 12);

    wire.sent("messageChanged", "newMessage", "lagged 5 5");
  }

  @Test
  void aChangeInAReplayIsLeftOutBehindTheMessageThatWasSent() {
    begin(3, 5);
    message(4, 6);
    wire.slow = true;
    change(2, new Position(9, 20));

    wire.sent("newMessage", "lagged 5 5");
  }

  @Test
  void behindTheEndOfAReplayEventsCountAgain() {
    begin(3, 5);
    message(4, 6);
    caughtUp(4, 9);
    wire.slow = true;
    change(2, new Position(4, 10));

    wire.sent("newMessage", "caughtUp", "lagged 5 9");
  }

  @Test
  void theEndOfAReplayIsSentHoweverMuchWaits() {
    begin(3, 5);
    wire.slow = true;
    caughtUp(3, 5);

    wire.sent("caughtUp");
  }

  @Test
  void theNextJoinBeginsAgain() {
    wire.slow = true;
    message(4, 7);
    wire.slow = false;
    begin(3, 6);
    message(4, 7);
    caughtUp(4, 7);

    wire.sent("lagged 4 6", "newMessage", "caughtUp");
  }

  @Test
  void whoDoesNotFollowChangesKnowsThemUpToTheAnswer() {
    lagging.begin(ID, Optional.of(new ResumePoint(3, Optional.empty(), Optional.empty())), 4);
    change(2, new Position(3, 9));
    message(4, 6);
    wire.slow = true;
    message(5, 20);

    wire.sent("messageChanged", "newMessage", "lagged 5 4");
  }

  @Test
  void whoDoesNotFollowChangesIsNotToldTheEndOfTheReplay() {
    lagging.begin(ID, Optional.of(new ResumePoint(3, Optional.empty(), Optional.empty())), 4);
    message(4, 6);
    caughtUp(4, 9);
    wire.slow = true;
    message(5, 10);

    wire.sent("newMessage", "lagged 5 9");
  }

  private void begin(long seq, long rev) {
    lagging.begin(
        ID,
        Optional.of(new ResumePoint(seq, OptionalLong.of(rev), Optional.empty(), Optional.empty())),
        rev);
  }

  private void message(long seq, long rev) {
    send(new Event.MessageStored(stored(seq, rev)));
  }

  private void change(long seq, Position at) {
    send(new Event.MessageChanged(stored(seq, at.rev()), at));
  }

  private void caughtUp(long seq, long rev) {
    send(new Event.CaughtUp(ID, new Position(seq, rev)));
  }

  private void send(Event event) {
    lagging.send(EventFrames.FORMAT.encode(event), event);
  }

  private static Message stored(long seq, long rev) {
    return new Message(
        new MessageId("m" + seq),
        ID,
        seq,
        new UserId("ann"),
        new MessageContent("x", List.of()),
        Instant.EPOCH,
        Optional.empty(),
        Revision.first(rev));
  }

  /** Events by their names, {@code lagged} with its position. */
  private static final class SlowWire implements Wire {
    private final List<String> sent = new ArrayList<>();
    private final MemoryBudget.Account memory = MemoryBudget.unlimited().open(() -> {});
    private boolean slow;

    void sent(String... expected) {
      assertThat(sent).containsExactly(expected);
    }

    @Override
    public void send(TextFrame frame) {
      sent.add(
          new String(frame.utf8(), StandardCharsets.UTF_8)
              .replaceAll(".*\"fromSeq\":(\\d+),\"afterRev\":(\\d+).*", "lagged $1 $2")
              .replaceAll(".*\"event\":\"(\\w+)\".*", "$1"));
    }

    @Override
    public boolean hasRoomFor(TextFrame frame) {
      return !slow;
    }

    @Override
    public boolean isBehind() {
      return slow;
    }

    @Override
    public MemoryBudget.Account memory() {
      return memory;
    }

    @Override
    public void whenDrained(Runnable task) {
      task.run();
    }

    @Override
    public void expireAt(Optional<Instant> expiry) {}

    @Override
    public void close(CloseReason reason) {
      throw new AssertionError(reason);
    }
  }
}
