package io.messageservice.protocol.simulation.schedule;

import io.messageservice.domain.conversation.ConversationId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** How often what breaks in a run. */
public final class Chaos {

  private final Scheduler scheduler;
  private final int unwritten;
  private final int unknown;
  private final int broken;
  private final int twice;
  private final int crash;
  private final int lost;
  private final int doubled;
  private final int slow;
  private boolean over;
  private boolean leisurely;
  private boolean writesFail;
  private boolean readsFail;

  /** Their messages cannot be read for a while. */
  private final Set<ConversationId> unreadable = new HashSet<>();

  /** Each kind of fault is left out of half of the runs. */
  public Chaos(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.unwritten = odds();
    this.unknown = odds();
    this.broken = odds();
    this.twice = odds();
    this.crash = odds() / 2;
    this.lost = odds() * 3;
    this.doubled = odds() * 2;
    this.slow = odds() * 8;
  }

  private int odds() {
    return scheduler.below(2) * (10 + scheduler.below(90));
  }

  /** Nothing breaks any more. */
  public void end() {
    over = true;
    writesFail = false;
    readsFail = false;
    unreadable.clear();
  }

  public void begin() {
    over = false;
  }

  /** Whether everything takes a moment between nodes and what they share, though nothing breaks. */
  public void takeTime(boolean some) {
    leisurely = some;
  }

  public boolean takesTime() {
    return leisurely;
  }

  private boolean happens(int perMille) {
    return !over && scheduler.happens(perMille);
  }

  /** Whether a commit fails and nothing is written. */
  public boolean writeFails() {
    return happens(unwritten) || writesFail;
  }

  /** Whether a commit fails though everything is written. */
  public boolean writeIsUnknown() {
    return happens(unknown);
  }

  /** Whether one command fails alone. */
  public boolean commandBreaks() {
    return happens(broken);
  }

  /** Whether a command is decided more than once. */
  public boolean decidesTwice() {
    return happens(twice);
  }

  /** Whether the node dies here. */
  public boolean crashes() {
    return happens(crash);
  }

  /** Whether something is lost on the way between nodes and what they share. */
  public boolean isLost() {
    return happens(lost);
  }

  /** Whether something arrives there twice. */
  public boolean isDoubled() {
    return happens(doubled);
  }

  /** Whether something takes its time there. */
  public boolean isSlow() {
    return happens(slow);
  }

  public boolean readFails() {
    return readsFail;
  }

  /** The store does not take or does not give anything for a while. */
  public void storeFails(Line line) {
    boolean reads = scheduler.below(2) == 0;
    readsFail |= reads && !over;
    writesFail |= !reads && !over;
    scheduler.after(
        Duration.ofMillis(scheduler.below(5_000)),
        line,
        () -> {
          readsFail = false;
          writesFail = false;
        });
  }

  public boolean isUnreadable(ConversationId conversation) {
    return unreadable.contains(conversation);
  }

  /** The messages of a conversation cannot be decoded for a while; others can. */
  public void messagesAreUnreadable(ConversationId conversation, Line line) {
    if (!over) {
      unreadable.add(conversation);
      scheduler.after(
          Duration.ofMillis(scheduler.below(5_000)), line, () -> unreadable.remove(conversation));
    }
  }
}
