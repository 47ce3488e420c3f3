package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.store.PlaceIds.Place;
import io.messageservice.application.port.out.Ledger.Line;
import io.messageservice.application.port.out.Ledger.Others;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Counts what others than a reader said, and keeps the newest. Only the lane may call. */
final class OthersCount {

  private final UserId reader;
  private final int newest;
  private final Deque<SenderRun> runs = new ArrayDeque<>();
  private final List<Line> said = new ArrayList<>();
  private int count;

  OthersCount(UserId reader, int newest) {
    this.reader = reader;
    this.newest = newest;
  }

  /** What is stored, ascending. */
  void add(SenderRun run) {
    if (!run.sender().equals(reader.value())) {
      count += (int) (run.to() - run.from() + 1);
      runs.add(run);
      if (runs.size() > newest) {
        runs.remove(); // those that follow have one at least
      }
    }
  }

  /** What was said in this batch, after all that is stored. */
  void add(Message message) {
    if (!message.sender().equals(reader)) {
      count++;
      said.add(new Line(message.id(), message.seq(), message.sender()));
    }
  }

  /**
   * What was counted.
   *
   * @param naming the id of the stored message at a place
   */
  Others named(Function<Place, MessageId> naming) {
    List<Line> lines = new ArrayList<>();
    for (SenderRun run : runs) {
      long from = Math.max(run.from(), run.to() - newest + 1);
      for (long seq = from; seq <= run.to(); seq++) {
        MessageId id = naming.apply(new Place(seq, run.era()));
        lines.add(new Line(id, seq, new UserId(run.sender())));
      }
    }
    lines.addAll(said);
    return new Others(count, lines.subList(Math.max(0, lines.size() - newest), lines.size()));
  }
}
