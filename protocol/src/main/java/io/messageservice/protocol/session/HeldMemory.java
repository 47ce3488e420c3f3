package io.messageservice.protocol.session;

import io.messageservice.application.budget.MemoryBudget;

/**
 * The memory of the commands of one connection that wait or are under way, held until it closes.
 * Only the event loop's thread may call.
 */
final class HeldMemory {

  private final MemoryBudget.Account account;
  private long heldBytes;
  private boolean closed;

  HeldMemory(MemoryBudget.Account account) {
    this.account = account;
  }

  void hold(long bytes) {
    if (!closed) {
      heldBytes += bytes;
      account.hold(bytes);
    }
  }

  void release(long bytes) {
    if (!closed) {
      heldBytes -= bytes;
      account.release(bytes);
    }
  }

  /** Holds nothing any more. */
  void close() {
    closed = true;
    account.release(heldBytes);
  }
}
