package io.messageservice.adapter.http;

import io.messageservice.adapter.http.Route.Operation;
import io.messageservice.adapter.http.RouteTable.Place;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.port.out.Tracing;
import io.messageservice.application.port.out.Tracing.RequestTrace;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.CallerKind;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.PayloadReader;
import io.messageservice.protocol.session.UserRates;
import io.messageservice.protocol.session.UserRates.RateRefusal;
import io.messageservice.transport.AddressLimits;
import io.messageservice.transport.BearerToken;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request from its route to its answer: token, rate, body, use case. Only the exchange's I/O
 * thread may call; it is the thread of the caller's event loop, too.
 */
final class ApiCall implements Tracing.Request {

  private static final HttpString TRACEPARENT = new HttpString("traceparent");

  private final HttpServerExchange exchange;
  private final ApiRequest request;
  private final Context context;
  private final Operation operation;
  private final Place place;
  private RequestTrace trace = RequestTrace.OFF;
  private @Nullable HttpCaller caller;
  private Payload payload = Payload.of(Map.of());
  private int bodyBytes;

  /** When the request was complete. */
  private long receivedNanos;

  ApiCall(HttpServerExchange exchange, Context context, Operation operation, Place place) {
    this.exchange = exchange;
    this.request = new ApiRequest(exchange);
    this.context = context;
    this.operation = operation;
    this.place = place;
  }

  /** What all requests share. */
  record Context(
      HttpApiConfig config,
      TokenCheck tokens,
      HttpAdmission admission,
      PayloadReader payloads,
      HttpApiEvents events,
      Tracing tracing) {}

  /** Begins with the token; its verdict may come later and elsewhere. */
  void begin() {
    String token = BearerToken.in(request.single(Headers.AUTHORIZATION)).orElse("");
    context
        .tokens()
        .judge(
            new Credential(token, AddressLimits.client(address())),
            (verdict, kind) -> {
              if (exchange.isInIoThread()) {
                judged(verdict, kind);
              } else {
                exchange.getIoThread().execute(() -> judged(verdict, kind));
              }
            });
  }

  /** Not before the token is accepted: who has none does not decide what is sampled. */
  private void traceFromHere() {
    trace = context.tracing().request(this);
    if (trace != RequestTrace.OFF) {
      RequestEnds.add(exchange, trace::ended);
    }
  }

  @Override
  public String method() {
    return exchange.getRequestMethod().toString();
  }

  @Override
  public String route() {
    return place.path().toString();
  }

  @Override
  public String scheme() {
    return exchange.getRequestScheme();
  }

  @Override
  public @Nullable String traceparent() {
    return request.single(TRACEPARENT);
  }

  private InetAddress address() {
    return exchange.getSourceAddress().getAddress();
  }

  /** Nothing else catches what happens here where the verdict came from another thread. */
  private void judged(Verdict verdict, CallerKind kind) {
    try {
      if (verdict instanceof Verdict.Known known) {
        admit(known.identity(), kind);
      } else {
        reject((Verdict.Refused) verdict);
      }
    } catch (RuntimeException | Error fault) {
      fail(fault);
    }
  }

  private void reject(Verdict.Refused refused) {
    String error = CloseReason.refused(refused).text();
    AddressLimits addresses = context.admission().addresses();
    if (refused.reason() == Reason.UNAVAILABLE) {
      rejectUntil(
          refused.retryAfter(), new Problem(StatusCodes.SERVICE_UNAVAILABLE, "unavailable", error));
    } else if (addresses.mayBeRefused(address())) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, challenge(refused, error));
      reject(Problem.unauthenticated(error));
    } else {
      rejectUntil(
          addresses.untilRefusal(address()),
          Problem.of(
              new Refusal(Refusal.Code.RATE_LIMITED, "too many requests without a good token")));
    }
  }

  /** RFC 6750, section 3. */
  private static String challenge(Verdict.Refused refused, String error) {
    return refused.reason() == Reason.MISSING
        ? "Bearer"
        : "Bearer error=\"invalid_token\", error_description=\"" + error + '"';
  }

  private void admit(Identity identity, CallerKind kind) {
    traceFromHere();
    HttpAdmission admission = context.admission();
    caller =
        new HttpCaller(
            identity.user(),
            identity.name(),
            kind,
            admission.loops().get(exchange.getIoThread().getNumber()));
    Optional<RateRefusal> refusal =
        rateOf(kind).flatMap(rate -> refusal(admission, identity, rate));
    if (refusal.isEmpty()) {
      readBody();
    } else {
      if (refusal.get().isTooMuch()) {
        exchange.setPersistent(false);
      }
      rejectUntil(refusal.get().delay(), Problem.of(UserRates.RATE_LIMITED));
    }
  }

  /** Services have none: they ask for many users. */
  private Optional<Rate> rateOf(CallerKind kind) {
    return kind == CallerKind.USER ? context.config().limits().commandRate() : Optional.empty();
  }

  private static Optional<RateRefusal> refusal(
      HttpAdmission admission, Identity identity, Rate rate) {
    return admission.rates().take(identity.user(), rate, admission.nanoTime().getAsLong());
  }

  private void readBody() {
    if (!request.takesBody()) {
      carryOut(() -> request.query());
    } else if (!request.isJson()) {
      reject(Problem.MEDIA);
    } else {
      int maxBytes = context.config().maxBodyBytes();
      RequestBody.read(
          exchange,
          maxBytes,
          new RequestBody.Taker() {
            @Override
            public void whole(byte[] bytes, int length) {
              bodyBytes = length;
              carryOut(() -> body(bytes, length));
            }

            @Override
            public void tooLarge() {
              context.events().requestRefused(StatusCodes.REQUEST_ENTITY_TOO_LARGE);
              Answers.send(exchange, Problem.bodyTooLarge(maxBytes));
            }
          });
    }
  }

  private Payload body(byte[] bytes, int length) throws InvalidFrame {
    boolean none = length == 0 && !request.needsBody();
    return none ? Payload.of(Map.of()) : context.payloads().read(bytes, length);
  }

  /** The request is complete. The catch-all of what happens with a body. */
  private void carryOut(Source source) {
    try {
      receivedNanos = context.admission().nanoTime().getAsLong();
      payload = source.payload().with(place.parameters());
      operation.run(this);
    } catch (InvalidFrame invalid) {
      Answers.send(exchange, Problem.of(invalid.refusal()));
    } catch (RuntimeException | Error fault) {
      fail(fault);
    }
  }

  private interface Source {
    Payload payload() throws InvalidFrame;
  }

  private void reject(Problem problem) {
    context.events().requestRefused(problem.status());
    Answers.send(exchange, problem);
  }

  private void rejectUntil(Duration wait, Problem problem) {
    context.events().requestRefused(problem.status());
    Answers.sendLater(exchange, problem, wait);
  }

  private void fail(Throwable fault) {
    context.events().fault(fault);
    Answers.send(exchange, Problem.of(Refusal.INTERNAL));
  }

  /** Who asks: a user, or a service for itself. */
  HttpCaller caller() {
    if (caller == null) {
      throw new IllegalStateException("not identified yet");
    }
    return caller;
  }

  /**
   * Who asks: a user, or a service in the name of the user that a member names.
   *
   * @throws InvalidFrame where a user names another one
   */
  Caller callerFor(String member) throws InvalidFrame {
    HttpCaller asking = caller();
    Optional<UserId> named = payload.optionalUserId(member);
    if (asking.kind() == CallerKind.SERVICE) {
      return asking.inTheNameOf(named);
    }
    if (named.filter(user -> !user.equals(asking.user())).isPresent()) {
      throw new InvalidFrame(
          new Refusal(Refusal.Code.FORBIDDEN, member + ": only services name another user"));
    }
    return asking;
  }

  /** What is asked for: the members of the body or of the query, and those of the path. */
  Payload payload() {
    return payload;
  }

  /** The same, with the member that the header {@code Idempotency-Key} stands for. */
  Payload payloadWithKey(String member) throws InvalidFrame {
    Optional<String> key = request.idempotencyKey();
    if (key.isEmpty()) {
      return payload;
    }
    if (payload.optionalText(member).filter(given -> !given.equals(key.get())).isPresent()) {
      throw InvalidFrame.payload(member + ": the same as Idempotency-Key");
    }
    return payload.with(Map.of(member, key.get()));
  }

  /** The same, with the member {@code ifRev} that the header {@code If-Match} stands for. */
  Payload payloadWithRev() throws InvalidFrame {
    OptionalLong rev = request.ifMatch();
    return rev.isPresent() ? payload.with(Map.of("ifRev", rev.getAsLong())) : payload;
  }

  /** The users that the parameters of the query name, of which there may be several. */
  List<UserId> users(String parameter) throws InvalidFrame {
    return Payload.of(Map.of(parameter, request.parameters(parameter)))
        .userIds(parameter, GetPresence.MAX_USERS);
  }

  /** The answer may take so much longer than others. */
  void giveTime(Duration more) {
    HttpApiAdapter.Deadline deadline = exchange.getAttachment(HttpApiAdapter.DEADLINE);
    if (deadline != null) {
      deadline.extend(more);
    }
  }

  int bodyBytes() {
    return bodyBytes;
  }

  /** Hands the request to a use case, whose answer comes on the event loop of the caller. */
  <R> void ask(Function<R, ApiAnswer> answer, Consumer<Reply<R>> command) {
    payload = Payload.of(Map.of()); // not to be kept until the answer
    command.accept(
        new Reply<>() {
          @Override
          public void done(R result) {
            try {
              Answers.send(exchange, answer.apply(result));
            } catch (RuntimeException fault) {
              fail(fault);
            }
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
          public void refused(Refusal refusal) {
            Answers.send(exchange, Problem.of(refusal));
          }

          @Override
          public Prepared prepare(R result) {
            ApiAnswer prepared = answer.apply(result);
            return new Prepared(prepared.bytes(), () -> Answers.send(exchange, prepared));
          }
        });
  }

  /** The sender of a request; has no connection that pushes go to. */
  record HttpCaller(UserId user, DisplayName name, CallerKind kind, EventLoop loop)
      implements Caller {

    /** The service in the name of a user, where it names one. */
    HttpCaller inTheNameOf(Optional<UserId> named) {
      return named
          .map(user -> new HttpCaller(user, new DisplayName(user.value()), kind, loop))
          .orElse(this);
    }
  }
}
