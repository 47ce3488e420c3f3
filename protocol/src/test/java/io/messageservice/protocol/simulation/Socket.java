package io.messageservice.protocol.simulation;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection between a client and a node: both ways in order, slow and torn by chance. */
final class Socket implements Wire {

  private static final int NOTICED_AFTER_MILLIS = 6_000;

  private final Scheduler scheduler;
  private final SimulatedNode node;
  private final SimulatedSession session;
  private final Line up;
  private final Line down;
  private final int softLimit;
  private final int hardLimit;
  private final MemoryBudget.Account memory = MemoryBudget.unlimited().open(() -> {});
  private @Nullable Session served;
  private boolean closing;
  private boolean torn;

  /** Opens; the node is told in its turn. */
  Socket(Scheduler scheduler, SimulatedNode node, SimulatedSession session) {
    this.scheduler = scheduler;
    this.node = node;
    this.session = session;
    boolean narrow = scheduler.below(5) == 0;
    this.softLimit = narrow ? 3 : Integer.MAX_VALUE;
    this.hardLimit = narrow ? 6 + scheduler.below(20) : Integer.MAX_VALUE;
    SimulatedNode.NodeEventLoop loop = node.anyShard();
    this.up = node.lineOn(loop);
    this.down = scheduler.line("down-" + session.name(), session.strand());
    node.opened(this);
    UserId user = new UserId(session.user());
    Identity identity = new Identity(user, new DisplayName(session.user()), Optional.empty());
    up.execute(
        () -> {
          session.isOpen();
          served = node.open(this, loop, identity, session.dialect());
        });
  }

  /**
   * The client sends a frame.
   *
   * @param read is told when the node has read it
   */
  void say(String frame, Runnable read) {
    byte[] utf8 = frame.getBytes(StandardCharsets.UTF_8);
    up.execute(
        () -> {
          if (served != null && node.isReading()) {
            served.text(utf8, 0, utf8.length);
            read.run();
          }
        });
  }

  /** The client closes. */
  void leave() {
    torn = true;
    down.close();
    up.execute(this::ended);
  }

  /** The network breaks, or the node did: some of what is in flight still arrives. */
  void cut() {
    if (torn) {
      return;
    }
    torn = true;
    down.keepFirst(scheduler.below(down.size() + 1));
    down.execute(session::lost);
    down.end();
    if (node.isAlive()) {
      up.keepFirst(scheduler.below(up.size() + 1));
      scheduler.after(Duration.ofMillis(scheduler.below(NOTICED_AFTER_MILLIS)), up, this::ended);
    }
  }

  @Override
  public void send(TextFrame frame) {
    if (closing || torn || !node.isAlive()) {
      return;
    }
    if (down.size() >= softLimit && frame.conflationKey() != null) {
      session.misses();
    } else if (down.size() >= hardLimit) {
      close(CloseReason.TOO_SLOW);
    } else {
      byte[] utf8 = frame.utf8();
      long sent = session.tick();
      down.execute(() -> session.hears(utf8, sent));
    }
  }

  @Override
  public boolean hasRoomFor(TextFrame frame) {
    return down.size() < softLimit + (hardLimit - softLimit) / 2;
  }

  @Override
  public void expireAt(Optional<Instant> expiry) {
    throw new AssertionError("nobody renews a token here");
  }

  @Override
  public void close(CloseReason reason) {
    if (closing || torn || !node.isAlive()) {
      return;
    }
    closing = true;
    down.execute(
        () -> {
          torn = true;
          session.lost();
        });
    up.execute(this::ended);
  }

  /** The node stops. */
  void goAway() {
    session.isSentAway();
    close(CloseReason.draining(Duration.ZERO));
  }

  @Override
  public boolean isBehind() {
    return down.size() >= softLimit;
  }

  @Override
  public MemoryBudget.Account memory() {
    return memory;
  }

  @Override
  public void whenDrained(Runnable task) {
    if (closing || torn || !node.isAlive()) {
      return;
    }
    if (scheduler.below(2) == 0) {
      up.execute(task);
    } else {
      down.execute(() -> up.execute(task));
    }
  }

  private void ended() {
    if (served != null) {
      served.closed();
    }
    served = null;
    node.closed(this, up);
  }
}
