package io.messageservice.adapter.http;

import io.messageservice.adapter.http.Route.Operation;
import io.messageservice.adapter.http.RouteTable.Place;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.transport.Origins;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.util.Optional;

/**
 * Finds what a request is for: its path, its method, and whether the page that it comes from may
 * ask. Runs on I/O threads.
 */
final class ApiHandler implements HttpHandler {

  private final RouteTable routes;
  private final ApiCall.Context context;
  private final Cors cors;
  private volatile boolean stopping;

  ApiHandler(RouteTable routes, ApiCall.Context context) {
    this.routes = routes;
    this.context = context;
    this.cors = new Cors(new Origins(context.config().allowedOrigins()));
  }

  /** From now on other nodes are to be asked. Any thread may call. */
  void stop() {
    stopping = true;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    RequestEnds.add(exchange, context.events()::ended);
    if (!cors.admit(exchange)) {
      refuse(exchange, Problem.ORIGIN);
      return;
    }
    try {
      Optional<Place> place = routes.find(PathText.segments(path(exchange)));
      if (place.isPresent()) {
        handle(exchange, place.get());
      } else {
        refuse(exchange, Problem.NOTHING_HERE);
      }
    } catch (InvalidFrame invalid) {
      refuse(exchange, Problem.of(invalid.refusal()));
    }
  }

  /** As it was sent: Undertow's own is decoded before it could be taken apart. */
  private static String path(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int authority = uri.indexOf("//") + 2;
    int path = uri.indexOf('/', authority);
    return path < 0 ? "/" : uri.substring(path);
  }

  private void handle(HttpServerExchange exchange, Place place) {
    if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, place.allowed());
      Cors.allow(exchange, place.allowed());
      exchange.setStatusCode(StatusCodes.NO_CONTENT);
      Answers.leaveBody(exchange);
      exchange.endExchange();
      return;
    }
    Operation operation = place.operation(exchange.getRequestMethod());
    if (operation == null) {
      exchange.getResponseHeaders().put(Headers.ALLOW, place.allowed());
      refuse(exchange, Problem.NO_SUCH_METHOD);
    } else if (stopping) {
      context.events().requestRefused(StatusCodes.SERVICE_UNAVAILABLE);
      exchange.setPersistent(false);
      Answers.send(exchange, Problem.STOPPING);
    } else {
      ApiCall call = new ApiCall(exchange, context, operation, place);
      exchange.dispatch(SameThreadExecutor.INSTANCE, call::begin);
    }
  }

  private void refuse(HttpServerExchange exchange, Problem problem) {
    context.events().requestRefused(problem.status());
    Answers.send(exchange, problem);
  }
}
