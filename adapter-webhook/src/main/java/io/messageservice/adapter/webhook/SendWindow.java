package io.messageservice.adapter.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events that a receiver has not acknowledged, as a state machine without time, threads or
 * network. One thread at a time may call.
 *
 * <pre>
 *   offer ─▶ queue of its conversation ─▶ call under way ─▶ acknowledged, or given up: forgotten
 *                                            ▲      │ failed
 *                                            └──────┘ after a pause
 * </pre>
 *
 * <p>A conversation is part of one call at a time: what comes after waits until that call is
 * acknowledged or given up, so the receiver gets the events of each conversation in their order.
 * Conversations do not wait for each other, except where a bound is reached. An event that is
 * forgotten before an older one moves no position: {@link #position} is before the oldest event
 * that is not forgotten. A sender that begins there sends every event that was not acknowledged,
 * and perhaps some that were.
 */
final class SendWindow {

  /** The most events that are unanswered. */
  static final int MAX_EVENTS = 1_000;

  /** So many bytes of unanswered events leave no room; the last of them may exceed it. */
  static final int MAX_BYTES = 16 << 20;

  private final int batchSize;
  private final int maxAttempts;
  private final DoubleSupplier chance;

  /** In their order. */
  private final Set<PendingEvent> unanswered = new LinkedHashSet<>();

  /** By conversation, what is part of no call yet, in order; none is empty. */
  private final Map<String, Deque<PendingEvent>> queues = new HashMap<>();

  /** Conversations that are part of a call, one that is under way or that failed. */
  private final Set<String> called = new HashSet<>();

  /** The first of each queue whose conversation is not {@link #called}. */
  private final TreeSet<PendingEvent> ready =
      new TreeSet<>(Comparator.comparingLong(PendingEvent::number));

  /** Calls that failed. */
  private final PriorityQueue<PendingCall> failed = new PriorityQueue<>(PendingCall.BY_DUE_TIME);

  private final SendCircuit circuit = new SendCircuit();

  /** After what was offered last. */
  private String end;

  private long offered;
  private long bytes;
  private int underWay;

  /**
   * Nothing is offered yet.
   *
   * @param position after which it begins
   * @param batchSize the most events of one call, 1 where they are sent one by one
   * @param maxAttempts after which a call is given up; 0 for never
   * @param chance numbers from 0 to 1
   */
  SendWindow(String position, int batchSize, int maxAttempts, DoubleSupplier chance) {
    this.end = position;
    this.batchSize = batchSize;
    this.maxAttempts = maxAttempts;
    this.chance = chance;
  }

  /** Whether the next event may be offered. */
  boolean hasRoom() {
    return unanswered.size() < MAX_EVENTS && bytes < MAX_BYTES;
  }

  /** Whether it is time to read on: a read brings many events, or is not worth it. */
  boolean isHalfEmpty() {
    return unanswered.size() <= MAX_EVENTS / 2 && bytes <= MAX_BYTES / 2;
  }

  /** Takes the next event of the log. */
  void offer(OfferedEvent event) {
    PendingEvent item = new PendingEvent(event, ++offered, end);
    unanswered.add(item);
    bytes += event.json().length;
    end = event.id();
    Deque<PendingEvent> queue =
        queues.computeIfAbsent(event.conversation(), conversation -> new ArrayDeque<>());
    queue.add(item);
    if (queue.size() == 1 && !called.contains(event.conversation())) {
      ready.add(item);
    }
  }

  /** The log has nothing for the receiver from the last event that was offered up to there. */
  void passed(String position) {
    end = position;
  }

  /** The position of the log up to which nothing is left to do. */
  String position() {
    return unanswered.isEmpty() ? end : unanswered.iterator().next().before();
  }

  /** The oldest event that is unanswered. */
  Optional<OfferedEvent> oldest() {
    return unanswered.stream().findFirst().map(PendingEvent::event);
  }

  /** How many events are unanswered. */
  int unanswered() {
    return unanswered.size();
  }

  /** How many calls are under way. */
  int underWay() {
    return underWay;
  }

  /** Whether the receiver fails and gets one call at a time. */
  boolean isCircuitOpen() {
    return circuit.isOpen();
  }

  /** The call that is to begin now; it counts as under way. */
  @Nullable PendingCall next(long nowNanos) {
    PendingCall next = circuit.admits(underWay, nowNanos) ? choose(nowNanos) : null;
    if (next != null) {
      underWay++;
    }
    return next;
  }

  /**
   * What failed and is due, then what was never sent. While the receiver fails, anything: another
   * one each time, so that one event which alone is refused does not hide that others are taken.
   */
  private @Nullable PendingCall choose(long nowNanos) {
    PendingCall first = failed.peek();
    if (first != null && first.isDue(nowNanos)) {
      return failed.poll();
    }
    if (!ready.isEmpty()) {
      return compose();
    }
    return circuit.isOpen() ? failed.poll() : null;
  }

  /** The oldest events that may be sent; several of a conversation only together. */
  private PendingCall compose() {
    List<PendingEvent> events = new ArrayList<>();
    Set<String> conversations = new HashSet<>();
    long size = 0;
    while (!ready.isEmpty() && (events.isEmpty() || fits(events.size(), size))) {
      PendingEvent event = ready.first();
      events.add(event);
      size += event.event().json().length;
      conversations.add(event.event().conversation());
      take(event);
    }
    for (String conversation : conversations) {
      Optional.ofNullable(queues.get(conversation)).map(Deque::peek).ifPresent(ready::remove);
    }
    called.addAll(conversations);
    return new PendingCall(events, conversations);
  }

  /** What follows in its conversation may be sent with it. */
  private void take(PendingEvent first) {
    ready.remove(first);
    queues.getOrDefault(first.event().conversation(), new ArrayDeque<>()).poll();
    makeReady(first.event().conversation());
  }

  private boolean fits(int events, long size) {
    return events < batchSize
        && size + ready.first().event().json().length <= PendingCall.MAX_BYTES;
  }

  private void makeReady(String conversation) {
    Deque<PendingEvent> queue = queues.get(conversation);
    if (queue != null && queue.isEmpty()) {
      queues.remove(conversation);
    } else if (queue != null) {
      ready.add(queue.element());
    }
  }

  /** The receiver acknowledged what was sent. */
  void acknowledged(PendingCall call, long nowNanos) {
    if (circuit.acknowledged()) {
      List<PendingCall> waiting = List.copyOf(failed);
      failed.clear();
      waiting.forEach(one -> one.retryAt(nowNanos));
      failed.addAll(waiting);
    }
    ended(call);
  }

  /**
   * The call brought no acknowledgement: it is sent again after a pause, unless that was tried too
   * often.
   *
   * @return whether its events are given up
   */
  boolean failed(PendingCall call, long nowNanos) {
    circuit.failed(nowNanos, chance.getAsDouble());
    int attempts = call.failed(nowNanos, chance.getAsDouble());
    if (attempts == maxAttempts) {
      ended(call);
      return true;
    }
    underWay--;
    failed.add(call);
    return false;
  }

  private void ended(PendingCall call) {
    underWay--;
    called.removeAll(call.conversations());
    for (PendingEvent event : call.events()) {
      unanswered.remove(event);
      bytes -= event.event().json().length;
    }
    call.conversations().forEach(this::makeReady);
  }
}
