package io.messageservice.application.budget;

import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that may be in use for clients, in bytes as encoded. Frames that wait for a peer,
 * pages and replay steps being read, unfinished messages and requests, commands under way: all of
 * it draws from this one counter. Any thread may call; nothing blocks.
 *
 * <p>Each client has an {@link Account}. What belongs to no client yet, such as a page that a
 * reader is about to load, is a {@link Reservation}. While more is held than the limit,
 * reservations are refused, and the accounts that hold most are evicted: their owners drop what
 * waits at once, so that the counter falls. That is done only while accounts hold more than half of
 * the limit: evicting connections gives no reservation back, and those are short.
 *
 * <p>An account that holds less than {@link #SMALL_BYTES} is not counted. A short command therefore
 * costs no shared write, and what is missed is below that for each connection.
 */
public final class MemoryBudget {

  /** An account is counted from here on. */
  public static final long SMALL_BYTES = 4 << 10;

  /** What memory is held for. */
  public enum Holder {
    /** Frames that wait for connections whose peers do not take all. */
    OUTBOX,
    /** Commands under way and messages that are not complete, of connections. */
    CONNECTION,
    /** Sockets that are not upgraded, and their requests. */
    REQUEST,
    /** Pages of history, of lists and of replays that are read. */
    PAGE,
    /** What joins look up. */
    JOIN,
    /** What feeds and reconciliation read. */
    FEED,
    /** Messages of other nodes that wait for a lane. */
    SIGNAL
  }

  private final long limitBytes;
  private final AtomicLong heldBytes = new AtomicLong();

  /** The part of {@link #heldBytes} that is reserved. */
  private final AtomicLong reservedBytes = new AtomicLong();

  /** Of each holder that reserves. */
  private final Map<Holder, AtomicLong> reservedBy = new EnumMap<>(Holder.class);

  /** The part of {@link #heldBytes} that evicted accounts still have to release. */
  private final AtomicLong leavingBytes = new AtomicLong();

  /** Accounts that are counted. */
  private final Set<Account> holders = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean evicting = new AtomicBoolean();

  /**
   * A budget of so many bytes.
   *
   * @throws IllegalArgumentException where the limit is not positive
   */
  public MemoryBudget(long limitBytes) {
    if (limitBytes <= 0) {
      throw new IllegalArgumentException("limitBytes is positive");
    }
    this.limitBytes = limitBytes;
    for (Holder holder : Holder.values()) {
      reservedBy.put(holder, new AtomicLong());
    }
  }

  /** A budget that never runs out, for tests and tools. */
  public static MemoryBudget unlimited() {
    return new MemoryBudget(Long.MAX_VALUE / 2);
  }

  public long limitBytes() {
    return limitBytes;
  }

  /** What is held now, small accounts left out. */
  public long heldBytes() {
    return heldBytes.get();
  }

  /**
   * What is held for this now, about: small accounts are left out. Goes through the accounts that
   * are counted: for somebody who asks seldom.
   */
  public long heldBytes(Holder holder) {
    return reserved(holder).get()
        + holders.stream().mapToLong(account -> account.heldBytes(holder)).sum();
  }

  /**
   * The connections for which most frames wait, the largest first, and whose. Goes through the
   * accounts that are counted: for somebody who asks seldom.
   */
  public List<Waiting> largestOutboxes(int most) {
    return holders.stream()
        .map(account -> new Waiting(account.user, account.outboxBytes))
        .filter(waiting -> waiting.bytes() > 0)
        .sorted(Comparator.comparingLong(Waiting::bytes).reversed())
        .limit(most)
        .toList();
  }

  /**
   * What waits for one connection.
   *
   * @param user whose it is; empty where that is not known
   */
  public record Waiting(Optional<UserId> user, long bytes) {}

  private AtomicLong reserved(Holder holder) {
    return Objects.requireNonNull(reservedBy.get(holder));
  }

  /**
   * The account of one connection.
   *
   * @param evict as for {@link #openRequest}
   */
  public Account open(Runnable evict) {
    return new Account(Holder.CONNECTION, evict);
  }

  /**
   * The account of a socket that is not upgraded.
   *
   * @param evict has the owner drop all that it holds and end; called once at most, on any thread,
   *     and must return at once
   */
  public Account openRequest(Runnable evict) {
    return new Account(Holder.REQUEST, evict);
  }

  /** Takes the bytes where there is room; otherwise evicts and gives nothing: try again later. */
  public Optional<Reservation> reserve(Holder holder, long bytes) {
    reservedBytes.addAndGet(bytes);
    if (heldBytes.addAndGet(bytes) > limitBytes) {
      heldBytes.addAndGet(-bytes);
      reservedBytes.addAndGet(-bytes);
      evictDownTo(limitBytes - bytes);
      return Optional.empty();
    }
    return Optional.of(new Reservation(holder, bytes));
  }

  /** Evicts where more is held than the limit. */
  private void check() {
    if (heldBytes.get() > limitBytes) {
      evictDownTo(limitBytes);
    }
  }

  /** The check behind the release sees what was counted while another thread was evicting. */
  private void evictDownTo(long bytes) {
    while (remaining() > bytes && accountsAreLarge() && evicting.compareAndSet(false, true)) {
      boolean found;
      try {
        found = evictLargest(Math.min(bytes, limitBytes / 8 * 7));
      } finally {
        evicting.set(false);
      }
      if (!found) {
        return;
      }
    }
  }

  /** Whether the accounts that are not evicted hold more than half of the limit. */
  private boolean accountsAreLarge() {
    return remaining() - reservedBytes.get() > limitBytes / 2;
  }

  /** What is left once the evicted accounts are released. */
  private long remaining() {
    return heldBytes.get() - leavingBytes.get();
  }

  private boolean evictLargest(long goalBytes) {
    List<Candidate> candidates = new ArrayList<>();
    holders.forEach(account -> candidates.add(new Candidate(account, account.heldBytes)));
    candidates.sort(Comparator.comparingLong(Candidate::bytes).reversed());
    boolean found = false;
    for (Candidate candidate : candidates) {
      if (remaining() <= goalBytes || !accountsAreLarge()) {
        return true;
      }
      found |= candidate.account().evict();
    }
    return found;
  }

  /** An account with what it held when all were compared. */
  private record Candidate(Account account, long bytes) {}

  /** What is held for one client. One thread owns it: only that may call. */
  public final class Account {

    private final Holder holder;
    private final Runnable evict;

    /** The part of {@link #heldBytes} that waits as frames. Written by the owner. */
    private volatile long outboxBytes;

    /** Written by the owner; read by any thread. */
    private volatile long heldBytes;

    private volatile Optional<UserId> user = Optional.empty();

    /** The part that the budget counts. Guarded by this. */
    private long countedBytes;

    /** Guarded by this. */
    private boolean evicted;

    private Account(Holder holder, Runnable evict) {
      this.holder = holder;
      this.evict = evict;
    }

    public long heldBytes() {
      return heldBytes;
    }

    /** It is held for this user. */
    public void belongsTo(UserId owner) {
      user = Optional.of(owner);
    }

    private long heldBytes(Holder asked) {
      if (asked == Holder.OUTBOX) {
        return outboxBytes;
      }
      return asked == holder ? Math.max(0, heldBytes - outboxBytes) : 0;
    }

    /** So much more waits as frames, or less where it is negative. */
    public void changeOutbox(long bytes) {
      change(bytes);
      long nowBytes = outboxBytes + bytes;
      outboxBytes = nowBytes;
    }

    /** So much more is held. May evict any account, this one too. */
    public void hold(long bytes) {
      change(bytes);
    }

    /** So much less is held. */
    public void release(long bytes) {
      change(-bytes);
    }

    /** So much more is held, or less where it is negative. */
    public void change(long bytes) {
      long nowBytes = heldBytes + bytes;
      if (nowBytes < 0) {
        throw new IllegalStateException("more is released than was held");
      }
      long before = heldBytes;
      heldBytes = nowBytes;
      if (before > SMALL_BYTES || nowBytes > SMALL_BYTES) {
        recount(nowBytes > SMALL_BYTES ? nowBytes : 0);
        if (bytes > 0) {
          check();
        }
      }
    }

    /** Sets what is counted. What evicted accounts hold never seems more than is held in all. */
    private synchronized void recount(long bytes) {
      long change = bytes - countedBytes;
      countedBytes = bytes;
      if (evicted && change > 0) {
        leavingBytes.addAndGet(change);
      }
      MemoryBudget.this.heldBytes.addAndGet(change);
      if (evicted && change < 0) {
        leavingBytes.addAndGet(change);
      }
      if (bytes == 0) {
        holders.remove(this);
      } else {
        holders.add(this);
      }
    }

    /** Whether this was the call that evicted it. */
    private boolean evict() {
      synchronized (this) {
        if (evicted || countedBytes == 0) {
          return false;
        }
        evicted = true;
        leavingBytes.addAndGet(countedBytes);
      }
      evict.run();
      return true;
    }
  }

  /** Bytes that belong to no account. One thread at a time may call. */
  public final class Reservation implements AutoCloseable {

    private final Holder holder;
    private long bytes;

    private Reservation(Holder holder, long bytes) {
      this.holder = holder;
      this.bytes = bytes;
      reserved(holder).addAndGet(bytes);
    }

    public long bytes() {
      return bytes;
    }

    /** It turned out to be so much. */
    public void resize(long toBytes) {
      reservedBytes.addAndGet(toBytes - bytes);
      reserved(holder).addAndGet(toBytes - bytes);
      MemoryBudget.this.heldBytes.addAndGet(toBytes - bytes);
      bytes = toBytes;
      check();
    }

    /** Gives it back; may be called twice. */
    @Override
    public void close() {
      resize(0);
    }
  }
}
