package io.messageservice.adapter.sse;

import io.messageservice.adapter.sse.LastEventId.Joined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far one stream has come in each conversation that it joined. It follows what is sent, so that
 * a client that comes back with its id misses nothing. Only the thread of the connection's event
 * loop may call.
 *
 * <p>A position moves with each message and change in its place. It stands still from a join that
 * is asked for on behalf of the client to its answer, and while the connection lags: what is sent
 * then may have something missing before it.
 */
final class StreamPositions {

  /** More than the joins that may be under way. */
  private static final int MAX_ASKED = 1_000;

  /** An id of that length may follow each frame. */
  private static final int SHORT_ID_BYTES = 512;

  private static final byte[] NOTHING = {};

  /** From where nothing can be missing. */
  private static final Joined BEGINNING = new Joined("", 0, LastEventId.NONE);

  /** One conversation. */
  private static final class Position {
    private long seq;
    private long rev;

    /** The replay brings changes in no order: {@code rev} counts again once it caught up. */
    private boolean isCatchingUp;

    private boolean isHeld;

    Position(long seq, long rev) {
      this.seq = seq;
      this.rev = rev;
    }
  }

  /** The one that moved last is last. */
  private final Map<String, Position> joined = new LinkedHashMap<>();

  /** What the client said last that it has, of each conversation; the newest is last. */
  private final Map<String, Joined> asked = new LinkedHashMap<>();

  private String epoch = "";
  private String since = "";

  /** Whether {@code since} is that of an earlier stream, until its list was sent. */
  private boolean isListing;

  /** Whether the last id is not right any more. */
  private boolean isChanged;

  /** Length of the last id, and of the frames since. */
  private int idBytes;

  private long sentBytes;

  /** Goes on where the earlier stream was. */
  void resume(LastEventId last) {
    epoch = last.epoch();
    since = last.since();
    isListing = !since.isEmpty();
    for (Joined one : last.joined()) {
      Position position = new Position(one.seq(), one.rev());
      position.isHeld = true;
      joined.put(one.conversation(), position);
      asked(one);
    }
  }

  /** The client joins, and has everything up to there. */
  void asked(Joined from) {
    asked.remove(from.conversation());
    if (asked.size() == MAX_ASKED) {
      asked.remove(asked.keySet().iterator().next());
    }
    asked.put(from.conversation(), from);
  }

  /** This is sent next, and so long. */
  void sent(SentFrame frame, int bytes) {
    sentBytes += bytes;
    switch (frame.kind()) {
      case GREETING -> greeted(frame);
      case JOINED -> joined(frame, new Position(frame.seq(), frame.rev()));
      case RECOVERED -> joined(frame, recovered(frame));
      case LEFT -> isChanged |= joined.remove(frame.conversation()) != null;
      case MESSAGE, CHANGE -> moved(frame);
      case CAUGHT_UP -> caughtUp(frame);
      case LAGGED -> lagged(frame.conversation());
      case LISTED -> listed(frame);
      case OTHER -> {}
    }
  }

  private void greeted(SentFrame frame) {
    epoch = frame.epoch();
    since = isListing ? since : frame.since();
    isChanged = true;
  }

  private Position recovered(SentFrame frame) {
    Joined from = asked.getOrDefault(frame.conversation(), BEGINNING);
    Position position = new Position(from.seq(), from.rev());
    position.isCatchingUp = from.rev() != LastEventId.NONE;
    return position;
  }

  private void joined(SentFrame frame, Position position) {
    epoch = frame.epoch();
    put(frame.conversation(), position);
  }

  private void moved(SentFrame frame) {
    Position position = joined.get(frame.conversation());
    if (position == null || position.isHeld) {
      return;
    }
    if (frame.kind() == SentFrame.Kind.MESSAGE) {
      position.seq = Math.max(position.seq, frame.seq());
    }
    if (!position.isCatchingUp && position.rev != LastEventId.NONE) {
      position.rev = Math.max(position.rev, frame.rev());
    }
    put(frame.conversation(), position);
  }

  private void caughtUp(SentFrame frame) {
    Position position = joined.get(frame.conversation());
    if (position != null && !position.isHeld) {
      position.seq = Math.max(position.seq, frame.seq());
      position.rev = frame.rev();
      position.isCatchingUp = false;
      put(frame.conversation(), position);
    }
  }

  private void lagged(String conversation) {
    Position position = joined.get(conversation);
    if (position != null) {
      position.isHeld = true;
    }
  }

  private void listed(SentFrame frame) {
    if (!frame.since().isEmpty()) {
      since = frame.since();
      isListing = false;
      isChanged = true;
    }
  }

  private void put(String conversation, Position position) {
    joined.remove(conversation);
    joined.put(conversation, position);
    isChanged = true;
  }

  /** The block with the id of all that was sent, unless it is too long for what that was. */
  byte[] takeDueId() {
    return idBytes <= SHORT_ID_BYTES || sentBytes >= idBytes ? takeId() : NOTHING;
  }

  /**
   * The block with the id of all that was sent; nothing where it is that of before. Where it cannot
   * hold all, what moved last is in it.
   */
  byte[] takeId() {
    if (!isChanged || epoch.isEmpty()) {
      return NOTHING;
    }
    List<Joined> newestFirst = new ArrayList<>(joined.size());
    joined.forEach((conversation, at) -> newestFirst.add(new Joined(conversation, at.seq, at.rev)));
    Collections.reverse(newestFirst);
    byte[] block = EventText.id(LastEventId.of(epoch, since, newestFirst).text());
    isChanged = false;
    idBytes = block.length;
    sentBytes = 0;
    return block;
  }
}
