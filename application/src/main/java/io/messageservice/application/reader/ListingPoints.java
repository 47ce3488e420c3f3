package io.messageservice.application.reader;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * A recent point of the store, from which on clients that come now ask for changes: an earlier one
 * lists a little more than necessary and costs no read. Any thread may ask.
 */
public final class ListingPoints {

  /** How old it is at most, where the store can be read. */
  private static final Duration AGE = Duration.ofMillis(500);

  private final History history;
  private final ReaderEnvironment around;
  private volatile ListingPoint recent;

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

  /** Everything that was committed until shortly before the call, or longer ago, is before it. */
  public ListingPoint recent() {
    return recent;
  }

  private void later() {
    around.timer().after(AGE, this::begin);
  }

  private void begin() {
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
      // an older one is as good
    } catch (RuntimeException fault) {
      around.faults().broke("listing point", fault);
    } finally {
      later();
    }
  }
}
