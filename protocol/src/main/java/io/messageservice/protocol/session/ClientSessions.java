package io.messageservice.protocol.session;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Tracing;
import io.messageservice.domain.user.Identity;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Sessions;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.command.FrameDecoder;
import io.messageservice.protocol.frame.EventFrames;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Opens the sessions of users. Immutable; any event loop's thread may call. */
public final class ClientSessions implements Sessions {

  private final SessionContext context;
  private final Greeting greeting;

  /**
   * Sessions about these use cases.
   *
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   */
  public ClientSessions(
      UseCases useCases,
      Limits limits,
      Greeting greeting,
      LongSupplier nanoTime,
      Observers observers) {
    this.context =
        new SessionContext(
            useCases,
            new FrameDecoder(limits),
            limits,
            new UserRates(),
            nanoTime,
            observers.events(),
            observers.tracing());
    this.greeting = greeting;
  }

  /** What each user may still command, by whatever way. Any thread may call. */
  public UserRates rates() {
    return context.rates();
  }

  @Override
  public Session open(Wire wire, EventLoop loop, Identity identity, Dialect dialect) {
    wire.memory().belongsTo(identity.user());
    ClientSession session = new ClientSession(wire, loop, identity, dialect, context);
    session.begin(dialect == Dialect.V1 ? Optional.of(hello(identity)) : Optional.empty());
    return session;
  }

  private TextFrame hello(Identity identity) {
    return EventFrames.kept(
        "hello",
        json -> {
          json.writeStringField("connectionId", greeting.connectionIds().get());
          json.writeStringField("userId", identity.user().value());
          json.writeNumberField("heartbeatMs", greeting.heartbeat().toMillis());
          json.writeStringField("epoch", context.useCases().epoch().get());
          json.writeNumberField("maxFrameBytes", greeting.maxFrameBytes());
          json.writeStringField("since", context.useCases().listingPoint().get().value());
        });
  }

  /** Who counts what sessions do, and who traces it. */
  public record Observers(SessionEvents events, Tracing tracing) {

    /** Nobody. */
    public static final Observers NONE = new Observers(SessionEvents.NONE, Tracing.OFF);
  }

  /**
   * What a connection of the subprotocol is sent first.
   *
   * @param connectionIds a new, unguessable id each time; any thread may call
   * @param heartbeat how often the server pings
   * @param maxFrameBytes the largest frame that a client may send
   */
  public record Greeting(Supplier<String> connectionIds, Duration heartbeat, int maxFrameBytes) {}
}
