package io.messageservice.protocol.session;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.ConnectionFigures;
import io.messageservice.application.port.in.FrameWatcher;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage.Conflict;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.port.out.Tracing.CommandTrace;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.domain.view.ResumePoint;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.command.FrameDecoder;
import io.messageservice.protocol.frame.EncodedEvent;
import io.messageservice.protocol.frame.EventFrames;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.frame.UnreadChange;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command.Way;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.json.CommandArray;
import io.messageservice.protocol.json.Ref;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: its commands in, its answers and pushes out. Only the event loop's thread may
 * call.
 */
final class ClientSession implements Session, CommandSession {

  /** An answer of a read that is larger is waited for before the next read. */
  private static final int SMALL_BYTES = 16 << 10;

  private final Wire wire;

  private final HeldMemory memory;

  /** Grows with each reason to wait for the peer; a wait that is over counts only for its own. */
  private int holds;

  private final EventLoop loop;
  private final UserId user;
  private final DisplayName name;
  private final Dialect dialect;
  private final SessionContext context;
  private final CommandOrder order = new CommandOrder();
  private final Optional<Rate> commandRate;

  /** What the user may still command; null where commands have no rate, and before it begins. */
  private @Nullable UserRate rate;

  /**
   * The conversations whose messages the peer does not get because it reads too slowly; null where
   * it would not understand.
   */
  private final @Nullable Lagging lagging;

  private boolean open;

  ClientSession(
      Wire wire, EventLoop loop, Identity identity, Dialect dialect, SessionContext context) {
    this.wire = wire;
    this.memory = new HeldMemory(wire.memory());
    this.lagging = dialect == Dialect.V1 ? new Lagging(wire, context.events()) : null;
    this.loop = loop;
    this.user = identity.user();
    this.name = identity.name();
    this.dialect = dialect;
    this.context = context;
    this.commandRate = context.limits().commandRate();
  }

  /** Comes in and, where the client asked for it, is greeted. */
  void begin(Optional<TextFrame> greeting) {
    open = context.useCases().registerConnection().register(this);
    if (!open) {
      wire.close(CloseReason.TOO_MANY_CONNECTIONS);
    } else if (commandRate.isPresent()) {
      rate = context.rates().enter(user, context.nanoTime().getAsLong());
    }
    if (open && greeting.isPresent()) {
      wire.send(greeting.get());
      context.useCases().reportUnread().reportTotal(this);
    }
  }

  @Override
  public void text(byte[] buffer, int offset, int length) {
    FrameDecoder decoder = context.decoder();
    if (CommandArray.begins(buffer, offset, length)) {
      decoder.decodeArray(buffer, offset, length).forEach(this::carryOut);
    } else {
      carryOut(decoder.decode(buffer, offset, length));
    }
  }

  private void carryOut(ClientFrame frame) {
    if (!open) {
      return;
    }
    if (mayCommand()) {
      frame.command().run(this, frame);
    } else {
      answer(frame, UserRates.RATE_LIMITED);
    }
  }

  private boolean mayCommand() {
    if (rate == null) {
      return true;
    }
    long now = context.nanoTime().getAsLong();
    if (rate.take(commandRate.orElseThrow(), now)) {
      return true;
    }
    if (!rate.refuse(now)) {
      end();
      wire.close(CloseReason.TOO_MANY_COMMANDS);
    }
    return false;
  }

  @Override
  public boolean isSettled() {
    return order.isIdle();
  }

  @Override
  public void closed() {
    if (open) {
      end();
    }
  }

  private void end() {
    open = false;
    memory.close();
    context
        .useCases()
        .registerConnection()
        .unregister(this, order::close); // what was read is carried out
    if (rate != null) {
      context.rates().leave(rate, context.nanoTime().getAsLong());
    }
  }

  @Override
  public WireFormat<?> format() {
    return EventFrames.FORMAT;
  }

  @Override
  public void push(OutgoingEvent event) {
    EncodedEvent encoded = event.in(EventFrames.FORMAT);
    if (!encoded.isFor(dialect)) {
      return;
    }
    if (lagging == null) {
      wire.send(encoded.frame());
    } else if (!lagging.send(encoded, event.event())) {
      return;
    }
    context.events().delivered(loop.index(), event.event());
    if (encoded.unread() != null) {
      encoded.unread().report(context.useCases().reportUnread(), this);
    }
  }

  @Override
  public void expireAt(Optional<Instant> expiry) {
    wire.expireAt(expiry);
  }

  @Override
  public boolean followsChanges() {
    return dialect == Dialect.V1;
  }

  @Override
  public void viewBegins(ConversationId conversation, Optional<ResumePoint> replay, long rev) {
    if (lagging != null && lagging.begin(conversation, replay, rev)) {
      UnreadChange.of(conversation).report(context.useCases().reportUnread(), this);
    }
  }

  @Override
  public void whenDrained(Runnable task) {
    wire.whenDrained(task);
  }

  @Override
  public ConnectionFigures figures() {
    return wire.counts().figures();
  }

  @Override
  public String protocol() {
    return dialect == Dialect.V1 ? "message-service.v1" : "base";
  }

  @Override
  public void watch(@Nullable FrameWatcher watcher) {
    wire.counts().watch(watcher == null ? null : new FrameNames(watcher));
  }

  @Override
  public void disconnect() {
    wire.close(CloseReason.DISCONNECTED);
  }

  @Override
  public <R> void ask(
      Way way,
      ClientFrame frame,
      BiFunction<@Nullable Ref, R, TextFrame> answer,
      Consumer<Reply<R>> command) {
    Answer<R> reply = new Answer<>(way, frame, answer);
    take(
        way,
        frame,
        () -> {
          memory.hold(frame.encodedBytes());
          command.accept(reply);
          reply.handedOver = true;
        },
        reply.trace);
  }

  @Override
  public Way wayToMessage() {
    return context.useCases().commands().isOneLane() ? Way.LANE : Way.FOUND_LANE;
  }

  @Override
  public void inOrder(ClientFrame frame, Runnable command) {
    take(
        Way.HERE,
        frame,
        () -> {
          atOnce(frame, command);
          ended(frame);
        },
        CommandTrace.OFF);
  }

  @Override
  public void ended(ClientFrame frame) {
    ended(frame, null);
  }

  private void atOnce(ClientFrame frame, Runnable command) {
    memory.release(frame.decodedBytes());
    command.run();
  }

  @Override
  public void answer(ClientFrame frame, Refusal refusal) {
    if (!takes(Way.HERE, frame, () -> atOnce(frame, () -> refuse(frame, refusal)))) {
      refuse(frame, refusal);
    }
  }

  private void refuse(ClientFrame frame, Refusal refusal) {
    sendError(frame, refusal);
    ended(frame, refusal.code());
  }

  private void ended(ClientFrame frame, @Nullable Code refusal) {
    context.events().ended(loop.index(), user, frame.event(), refusal);
  }

  private void sendError(ClientFrame frame, Refusal refusal) {
    if (open && frame.reports(refusal)) {
      wire.send(ReplyFrames.error(frame.event(), frame.ref(), refusal));
    }
  }

  @Override
  public void send(TextFrame frame) {
    if (open) {
      wire.send(frame);
    }
  }

  private void take(Way way, ClientFrame frame, Runnable start, CommandTrace trace) {
    if (!takes(way, frame, start)) {
      refuse(frame, Refusal.OVERLOADED);
      trace.ended(Code.OVERLOADED);
    }
  }

  /** Holds what the command takes until it is answered. */
  private boolean takes(Way way, ClientFrame frame, Runnable start) {
    if (!open) {
      return true;
    }
    memory.hold(frame.decodedBytes());
    boolean taken = order.take(way, start);
    if (!taken) {
      memory.release(frame.decodedBytes());
    }
    return taken;
  }

  /** A command was answered: what it held is free, and the next may begin. */
  private void answered(Way way, ClientFrame frame, int answerBytes) {
    memory.release(frame.decodedBytes() + frame.encodedBytes());
    if (wire.isBehind()) {
      order.hold();
      awaitPeer(++holds);
    } else if (way == Way.READER && answerBytes > SMALL_BYTES) {
      order.holdReads();
      awaitPeer(++holds);
    }
    order.answered(way);
  }

  /** Goes on once the peer has taken what was sent, unless more has to be waited for by then. */
  private void awaitPeer(int hold) {
    wire.whenDrained(
        () -> {
          if (hold == holds) {
            order.drained();
          }
        });
  }

  @Override
  public UseCases useCases() {
    return context.useCases();
  }

  @Override
  public Limits limits() {
    return context.limits();
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public DisplayName name() {
    return name;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  private final class Answer<R> implements Reply<R> {
    private final Way way;
    private final ClientFrame frame;
    private final BiFunction<@Nullable Ref, R, TextFrame> answer;
    private final CommandTrace trace;
    private final long receivedNanos = wire.receivedNanos(); // it may have to wait for its turn

    /** Whether a lane or a reader has the command; a refusal before that comes out of turn. */
    private boolean handedOver;

    Answer(Way way, ClientFrame frame, BiFunction<@Nullable Ref, R, TextFrame> answer) {
      this.way = way;
      this.frame = frame;
      this.answer = answer;
      this.trace = context.tracing().command(frame.name(), frame.traceparent());
    }

    @Override
    public Trace trace() {
      return trace;
    }

    @Override
    public long receivedNanos() {
      return receivedNanos;
    }

    @Override
    public void done(R result) {
      int bytes = 0;
      try {
        TextFrame encoded = answer.apply(frame.ref(), result);
        bytes = encoded.utf8().length;
        send(encoded);
      } catch (RuntimeException fault) {
        refuse(frame, Refusal.INTERNAL);
        trace.ended(Code.INTERNAL);
        throw fault;
      } finally {
        answered(way, frame, bytes);
      }
      report(result);
    }

    /** A conflict is the one refusal that use cases answer with more than its text. */
    private void report(R result) {
      @Nullable Code refusal = result instanceof Conflict ? Code.CONFLICT : null;
      ended(frame, refusal);
      trace.ended(refusal);
    }

    @Override
    public Prepared prepare(R result) {
      TextFrame encoded = answer.apply(frame.ref(), result);
      int bytes = encoded.utf8().length;
      return new Prepared(
          bytes,
          () -> {
            send(encoded);
            answered(way, frame, bytes);
            report(result);
          });
    }

    @Override
    public void refused(Refusal refusal) {
      if (handedOver) {
        sendError(frame, refusal);
        answered(way, frame, 0);
        ended(frame, refusal.code());
      } else {
        Runnable error = () -> atOnce(frame, () -> refuse(frame, refusal));
        memory.release(frame.encodedBytes());
        order.turnedDown(way, error);
      }
      trace.ended(refusal.code());
    }
  }
}
