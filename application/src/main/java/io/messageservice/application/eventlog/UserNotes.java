package io.messageservice.application.eventlog;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Has something noted of users in the log of changes. Any thread may call. */
public final class UserNotes {

  /** How many wait in lanes at once of those that are noted together. */
  private static final int MAX_AT_ONCE = 256;

  private final Partitions partitions;

  /** In the store of these. */
  public UserNotes(Partitions partitions) {
    this.partitions = partitions;
  }

  /**
   * Has it noted. Never blocks.
   *
   * @param ended gets whether it is stored for certain, once: in a lane, or here where too much
   *     waits
   */
  public void note(UserNote note, Consumer<Boolean> ended) {
    if (!partitions.of(note.user()).offer(new Noting(note, ended))) {
      ended.accept(false);
    }
  }

  /**
   * Notes all of it, and waits for the lanes: no lane's thread may call.
   *
   * @return whether all of it is stored for certain
   */
  public boolean noteAll(List<? extends UserNote> notes) {
    boolean stored = true;
    for (int from = 0; stored && from < notes.size(); from += MAX_AT_ONCE) {
      List<CompletableFuture<Boolean>> some = new ArrayList<>();
      for (UserNote note : notes.subList(from, Math.min(notes.size(), from + MAX_AT_ONCE))) {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        note(note, ended::complete);
        some.add(ended);
      }
      stored = areTrue(some);
    }
    return stored;
  }

  private static boolean areTrue(List<CompletableFuture<Boolean>> all) {
    boolean stored = true;
    try {
      for (CompletableFuture<Boolean> each : all) {
        stored &= each.get();
      }
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
    return stored;
  }

  private record Noting(UserNote note, Consumer<Boolean> ended) implements LaneCommand<UserNote> {

    @Override
    public Decision<UserNote> decide(Records records) {
      return Decision.noted(note, note);
    }

    @Override
    public void done(UserNote noted, Optional<Message> none, Fanout fanout) {
      ended.accept(true);
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      ended.accept(false);
    }
  }
}
