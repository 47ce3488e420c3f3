package io.messageservice.application.reader;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * A recent point of the store, from which on clients that come now ask for changes: an earlier one
 * lists a little more than necessary and costs no read. Where nobody asks, it is read seldom. Any
 * thread may ask.
 */
public final class ListingPoints {

  /** How old it is at most where it is asked for, and the store can be read. */
  private static final Duration AGE = Duration.ofMillis(500);

  /** So often in turn it is not read, while nobody asks. */
  private static final int TIMES_LEFT_OUT = 19;

  private final History history;
  private final ReaderEnvironment around;
  private volatile ListingPoint recent;
  private volatile boolean asked;

  /** Of the timer's thread. */
  private int leftOut;

  /**
   * That of the store as it is now.
   *
   * @throws StoreUnavailable where it cannot be read
   */
  public ListingPoints(ReaderEnvironment around) {
    this.history = around.history();
    this.around = around;
    this.recent = history.listingPoint();
    later();
  }

  /**
   * Half a second old at most where it was asked for lately, otherwise ten: everything that was
   * committed before is before it.
   */
  public ListingPoint recent() {
    if (!asked) {
      asked = true;
    }
    return recent;
  }

  private void later() {
    around.timer().after(AGE, this::begin);
  }

  private void begin() {
    if (!asked && leftOut < TIMES_LEFT_OUT) {
      leftOut++;
      later();
      return;
    }
    asked = false;
    leftOut = 0;
    try {
      around.readers().execute(this::read);
    } catch (RejectedExecutionException full) {
      later();
    }
  }

  private void read() {
    try {
      recent = history.listingPoint();
    } catch (StoreUnavailable e) {
      asked = true; // an older one is as good, but not for long
    } catch (RuntimeException fault) {
      asked = true;
      around.faults().broke("listing point", fault);
    } finally {
      later();
    }
  }
}
