package io.messageservice.adapter.http.web;

import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.PayloadReader;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.Optional;

/**
 * Shows the page at {@code /demo} how the demo stands, and does there what it asks for. It starts
 * and kills processes, so only the page itself may ask ({@link PageRequests}), and asks for both by
 * POST. Runs on I/O threads.
 */
public final class DemoHandler implements HttpHandler {

  public static final String PATH = "/dev/demo";

  private final PayloadReader payloads = new PayloadReader(Limits.DEFAULT);
  private final Demo demo;

  /** Shows that demo. */
  public DemoHandler(Demo demo) {
    this.demo = demo;
  }

  /** Processes that a page starts, breaks and watches. Any thread may call; no call blocks. */
  public interface Demo {

    /** How it stands, as JSON for the page. Asking is watching. */
    byte[] watch();

    /**
     * Begins what the page asks for.
     *
     * @return whether there is an action of that name
     */
    boolean carryOut(String action);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    PageRequests.read(exchange, this::answer);
  }

  private void answer(HttpServerExchange exchange, byte[] body) {
    try {
      Optional<String> action = payloads.read(body, body.length).optionalText("action");
      if (action.isPresent() && !demo.carryOut(action.get())) {
        PageRequests.refuse(exchange, StatusCodes.BAD_REQUEST, "there is no such action");
      } else {
        PageRequests.send(exchange, "application/json", demo.watch());
      }
    } catch (InvalidFrame invalid) {
      PageRequests.refuse(exchange, StatusCodes.BAD_REQUEST, invalid.refusal().text());
    }
  }
}
