package io.messageservice.application.store.batch;

import io.messageservice.application.port.out.Ledger.Line;
import io.messageservice.application.port.out.Ledger.Others;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Counts what others than a reader sent, not deleted nor of the system, and keeps the newest. */
public final class OthersCount {

  private final UserId reader;
  private final int newest;
  private final List<Long> deleted;
  private final Deque<Run> runs = new ArrayDeque<>();
  private final List<Line> inBatch = new ArrayList<>();
  private int count;

  /**
   * @param newest how many of the newest to name
   * @param deleted positions of messages that this batch deletes, ascending
   */
  public OthersCount(UserId reader, int newest, List<Long> deleted) {
    this.reader = reader;
    this.newest = newest;
    this.deleted = deleted;
  }

  /** What is stored, ascending. */
  public void add(Run run) {
    if (run.sender().equals(reader.value()) || run.isOfNobody()) {
      return;
    }
    long from = run.from();
    for (long seq : deleted) {
      if (seq >= from && seq <= run.to()) {
        addLeft(run, from, seq - 1);
        from = seq + 1;
      }
    }
    addLeft(run, from, run.to());
  }

  private void addLeft(Run of, long from, long to) {
    if (from <= to) {
      count += (int) (to - from + 1);
      runs.add(new Run(of.sender(), of.era(), from, to));
      if (runs.size() > newest) {
        runs.remove(); // those that follow have one at least
      }
    }
  }

  /** What was sent in this batch, after all that is stored. */
  public void add(Message message) {
    if (!message.sender().equals(reader)) {
      count++;
      inBatch.add(new Line(message.id(), message.seq(), message.sender()));
    }
  }

  /**
   * What was counted.
   *
   * @param source gives the id of the stored message at a place
   */
  public Others named(Source source) {
    List<Line> lines = new ArrayList<>();
    for (Run run : runs) {
      long from = Math.max(run.from(), run.to() - newest + 1);
      for (long seq = from; seq <= run.to(); seq++) {
        MessageId id = source.idOf(seq, run.era());
        lines.add(new Line(id, seq, new UserId(run.sender())));
      }
    }
    lines.addAll(inBatch);
    return new Others(count, lines.subList(Math.max(0, lines.size() - newest), lines.size()));
  }

  /**
   * Messages in a row that one user sent.
   *
   * @param from the position of the first
   * @param to the position of the last
   * @param era in which all of them were sent
   */
  public record Run(String sender, int era, long from, long to) {

    /** Whether they are of the system, or deleted where only those are asked for that are left. */
    public boolean isOfNobody() {
      return sender.isEmpty();
    }
  }

  /** Gives the ids of stored messages. */
  public interface Source {

    /** The id of the message at a position that was sent in an era. */
    MessageId idOf(long seq, int era);
  }
}
