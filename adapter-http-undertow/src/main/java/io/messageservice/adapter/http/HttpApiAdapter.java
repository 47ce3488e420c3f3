package io.messageservice.adapter.http;

import io.messageservice.protocol.json.PayloadReader;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;

/**
 * The API over HTTP: the commands of clients as requests, on the same use cases. It must be served
 * by the I/O threads whose event loops it is given.
 */
public final class HttpApiAdapter {

  /** Below this everything is the API's. */
  public static final String PREFIX = "/api";

  private final ApiHandler api;

  /** An API for these clients, carried out with these use cases. */
  public HttpApiAdapter(
      HttpApiConfig config, HttpAdmission admission, HttpApiUses uses, HttpApiEvents events) {
    RouteTable routes = new RouteTable(new ApiRoutes(uses, config.limits()).all());
    this.api =
        new ApiHandler(
            routes, new ApiContext(config, admission, new PayloadReader(config.limits()), events));
  }

  /** Answers at {@link #PREFIX}; to be called on I/O threads, as Undertow does. */
  public HttpHandler handler() {
    return Handlers.httpContinueRead(api);
  }

  /** From now on requests get 503 and their connections end. Any thread may call. */
  public void stop() {
    api.stop();
  }
}
