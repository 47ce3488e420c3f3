package io.messageservice.bootstrap.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection in one conversation, over as many sockets as it takes: each resumes where the one
 * before it ended. Any thread may call; fields are guarded by this.
 *
 * <p>Positions show what is missing and what is doubled: each message of the conversation, the own
 * ones by their answers, has the position after the last one.
 */
final class BenchUser {

  private enum Phase {
    AWAY,
    OPENING,
    LIVE
  }

  private final String room;
  private final URI url;
  private final SocketOpener opener;
  private final Supplier<String> token;
  private final BenchMeters meters;

  /** Nanoseconds since the beginning. */
  private final LongSupplier time;

  private Phase phase = Phase.AWAY;
  private @Nullable ClientSocket socket;

  /** Empty before the first join. */
  private String epoch = "";

  private long seq;

  /** Up to here messages were missed while it was away. */
  private long missedUpTo;

  private int unanswered;

  /** It is to be replaced once it waits for no answer. */
  private boolean leaving;

  /** Sockets so far; what an earlier one reports counts no more. */
  private int sockets;

  BenchUser(
      String room,
      URI url,
      SocketOpener opener,
      Supplier<String> token,
      BenchMeters meters,
      LongSupplier time) {
    this.room = room;
    this.url = url;
    this.opener = opener;
    this.token = token;
    this.meters = meters;
    this.time = time;
  }

  String room() {
    return room;
  }

  /** Whether it is in its conversation. */
  synchronized boolean isLive() {
    return phase == Phase.LIVE;
  }

  /** Whether nobody opens it. */
  synchronized boolean isAway() {
    return phase == Phase.AWAY;
  }

  /** Whether it waits for no answer. */
  synchronized boolean isIdle() {
    return unanswered == 0;
  }

  /** The position of the last message that it has seen. */
  synchronized long seq() {
    return seq;
  }

  /** Connects, and joins the conversation. */
  void open() {
    Incoming incoming;
    synchronized (this) {
      phase = Phase.OPENING;
      incoming = new Incoming(++sockets);
    }
    OpeningRequest request =
        OpeningRequest.to(url).withHeader("Authorization", "Bearer " + token.get());
    CompletableFuture<ClientSocket> opening = opener.open(request, incoming);
    var unused = opening.whenComplete((opened, fault) -> opened(incoming, opened, fault));
  }

  private synchronized void opened(
      Incoming incoming, @Nullable ClientSocket opened, @Nullable Throwable fault) {
    if (opened == null) {
      phase = Phase.AWAY;
      meters.fault("not opened: " + (fault == null ? "no reason" : fault.getMessage()));
      return;
    }
    if (incoming.number == sockets) {
      socket = opened;
      ObjectNode payload = JsonNodeFactory.instance.objectNode().put("conversationId", room);
      if (!epoch.isEmpty()) {
        payload.put("afterSeq", seq).put("epoch", epoch);
      }
      send(opened, "joinConversation", payload);
    }
  }

  /**
   * Closes it in order and opens another, once it waits for no answer; until then it sends nothing.
   *
   * @return whether it is there to do so
   */
  synchronized boolean replace() {
    if (phase != Phase.LIVE || leaving) {
      return false;
    }
    leaving = true;
    leaveIfIdle();
    return true;
  }

  private void leaveIfIdle() {
    if (leaving && unanswered == 0 && socket != null) {
      leaving = false;
      sockets++;
      var unused = socket.close(SocketEnd.NORMAL, "");
      meters.replaced.increment();
      open();
    }
  }

  /** Ends it for good. */
  synchronized void close() {
    phase = Phase.AWAY;
    sockets++;
    if (socket != null) {
      socket.abort();
    }
  }

  /**
   * Sends a message.
   *
   * @return whether it is there to do so
   */
  synchronized boolean send(String content) {
    if (phase != Phase.LIVE || leaving || socket == null) {
      return false;
    }
    unanswered++;
    meters.sent.increment();
    send(
        socket,
        "sendMessage",
        JsonNodeFactory.instance.objectNode().put("conversationId", room).put("content", content));
    return true;
  }

  private static void send(ClientSocket to, String event, ObjectNode payload) {
    ObjectNode frame = JsonNodeFactory.instance.objectNode().put("event", event);
    var unused = to.send(frame.set("payload", payload).toString());
  }

  private synchronized void received(BenchFrame frame) {
    switch (frame.event()) {
      case "newMessage" -> pushed(frame);
      case "sendMessage" -> answered(frame);
      case "joinConversation" -> joined(frame);
      default -> {
        // presence and the like
      }
    }
  }

  private void pushed(BenchFrame frame) {
    if (phase == Phase.LIVE && frame.room().equals(room) && follows(frame.seq())) {
      meters.delivered.increment();
      long due = BenchContent.dueOf(frame.content());
      if (frame.seq() <= missedUpTo) {
        meters.caughtUp.increment();
      } else if (due >= 0) {
        meters.delivery.record(time.getAsLong() - due);
      }
    }
  }

  private void answered(BenchFrame frame) {
    unanswered--;
    if (!frame.isSuccess()) {
      meters.fault("sendMessage " + frame.code());
    } else if (follows(frame.seq())) {
      meters.acknowledged.increment();
      meters.answer.record(time.getAsLong() - BenchContent.dueOf(frame.content()));
    }
    leaveIfIdle();
  }

  /** Whether a message is a new one; counts what is wrong with its position. */
  private boolean follows(long position) {
    if (position <= seq) {
      meters.doubled.increment();
      return false;
    }
    meters.missing.add(position - seq - 1);
    seq = position;
    return true;
  }

  private void joined(BenchFrame frame) {
    if (!frame.isSuccess()) {
      meters.fault("joinConversation " + frame.code());
      phase = Phase.AWAY;
      return;
    }
    if (!epoch.isEmpty() && !frame.isRecovered()) {
      meters.fault("not recovered");
    }
    if (!frame.isRecovered()) {
      seq = frame.seq();
    }
    epoch = frame.epoch();
    missedUpTo = frame.seq();
    phase = Phase.LIVE;
  }

  private synchronized void ended(SocketEnd how) {
    phase = Phase.AWAY;
    unanswered = 0;
    leaving = false;
    meters.broken.increment();
    meters.fault("closed " + how.code() + (how.reason().isEmpty() ? "" : " " + how.reason()));
  }

  /** What one socket reports, while it is the last one. */
  private final class Incoming implements SocketListener {

    private final int number;

    Incoming(int number) {
      this.number = number;
    }

    private boolean isLast() {
      synchronized (BenchUser.this) {
        return number == sockets;
      }
    }

    @Override
    public void text(String message) {
      BenchFrame frame = BenchFrame.read(message);
      if (isLast()) {
        received(frame);
      }
    }

    @Override
    public void ended(SocketEnd end) {
      if (isLast()) {
        BenchUser.this.ended(end);
      }
    }
  }
}
