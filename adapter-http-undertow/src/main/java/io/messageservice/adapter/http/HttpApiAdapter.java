package io.messageservice.adapter.http;

import io.messageservice.application.port.out.Tracing;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.PayloadReader;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.util.AttachmentKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The API over HTTP: the commands of clients as requests, on the same use cases. It must be served
 * by the I/O threads whose event loops it is given.
 */
public final class HttpApiAdapter {

  /** Below this everything is the API's. */
  public static final String PREFIX = "/api";

  /** What errors are: problem documents (RFC 9457). */
  public static final String PROBLEM = Problem.MEDIA_TYPE;

  /** Where an exchange has its deadline, if it has one. */
  public static final AttachmentKey<Deadline> DEADLINE = AttachmentKey.create(Deadline.class);

  private final ApiHandler api;

  /** An API for these clients, carried out with these use cases. */
  public HttpApiAdapter(
      HttpApiConfig config,
      HttpAdmission admission,
      HttpApiUses uses,
      HttpApiEvents events,
      Tracing tracing) {
    this.api =
        new ApiHandler(
            new RouteTable(all(uses, config.limits())),
            new ApiCall.Context(
                config,
                new TokenCheck(admission.users(), admission.services()),
                admission,
                new PayloadReader(config.limits()),
                events,
                tracing));
  }

  private static List<Route> all(HttpApiUses uses, Limits limits) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new ConversationRoutes(uses, limits.maxServerFrameBytes()).all());
    routes.addAll(new MessageRoutes(uses, limits).all());
    routes.addAll(new PersonalRoutes(uses).all());
    routes.addAll(new EventRoutes(uses.pollEvents(), limits.maxServerFrameBytes()).all());
    return routes;
  }

  /** When a request has to be answered. Only the exchange's I/O thread may call. */
  public interface Deadline {

    /** It has so much time more. */
    void extend(Duration more);
  }

  /** Method and path of each route. */
  static List<String> routes(HttpApiUses uses) {
    return all(uses, Limits.DEFAULT).stream()
        .map(route -> route.method() + " " + route.path())
        .toList();
  }

  /** Answers at {@link #PREFIX}; to be called on I/O threads, as Undertow does. */
  public HttpHandler handler() {
    return Handlers.httpContinueRead(api);
  }

  /** The body of an answer to a request that was judged by its head alone. */
  public static byte[] problem(int status) {
    return Problem.ofHead(status).json();
  }

  /** From now on requests get 503 and their connections end. Any thread may call. */
  public void stop() {
    api.stop();
  }
}
