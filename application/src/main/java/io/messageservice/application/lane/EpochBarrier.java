package io.messageservice.application.lane;

import io.messageservice.application.feed.StoreEpoch;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.StoreUnavailable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has all lanes of a node leave an epoch of the store together. The lane that finds another epoch
 * closes the gate; each of the others ends its run, comes to the gate and stands still. The last to
 * come begins the next epoch for all of them, while none runs: otherwise one lane could still
 * deliver positions of the former epoch to connections that opened in the next one. Nobody waits
 * here: a lane that stands still leaves its thread free, and what it is given stays in its queues.
 *
 * <p>Any lane's thread may call.
 */
public final class EpochBarrier {

  private final StoreEpoch epoch;
  private final ChangeLog changes;
  private final Faults faults;
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();

  /** How many lanes have still to come; null while the gate is open. */
  private final AtomicReference<@Nullable AtomicInteger> missing = new AtomicReference<>();

  private volatile Runnable closeAll = () -> {};

  /** An open one. */
  public EpochBarrier(StoreEpoch epoch, ChangeLog changes, Faults faults) {
    this.epoch = epoch;
    this.changes = changes;
    this.faults = faults;
  }

  /**
   * Closes all connections where the store has another epoch.
   *
   * @param task closes, for each event loop behind what it was given before, the connections that
   *     there are
   */
  public void onEpochChange(Runnable task) {
    closeAll = task;
  }

  /** A lane of the node; called before any command. */
  void add(Lane lane) {
    lanes.add(lane);
  }

  /** The epoch that counts. */
  public StoreEpoch epoch() {
    return epoch;
  }

  /** Which closing lanes are to come for; null while the gate is open. */
  @Nullable Object closed() {
    return missing.get();
  }

  /** Closes the gate, unless it is closed. */
  Object close() {
    missing.compareAndSet(null, new AtomicInteger(lanes.size()));
    Object now = missing.get();
    if (now == null) {
      throw new IllegalStateException("opened before every lane arrived");
    }
    return now;
  }

  /** A lane has ended its run, and begins none before the gate is open; once for each closing. */
  void arrived() {
    AtomicInteger left = missing.get();
    if (left != null && left.decrementAndGet() == 0) {
      begin();
      missing.set(null);
    }
    lanes.forEach(Lane::wake); // to come here, or to go on
  }

  /**
   * Begins the next epoch. While the store cannot answer, no connection is closed and the epoch
   * stays as it was; the next look finds the new epoch again.
   */
  private void begin() {
    try {
      String next = epoch.stored();
      Mark end = changes.end();
      lanes.forEach(Lane::endEpoch);
      closeAll.run();
      lanes.forEach(lane -> lane.forget(end));
      epoch.become(next);
      lanes.forEach(Lane::beginEpoch);
    } catch (StoreUnavailable unavailable) {
      faults.broke("store", unavailable);
    } catch (RuntimeException | Error fault) {
      faults.broke("epoch", fault);
    }
  }
}
