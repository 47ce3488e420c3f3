package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import io.messageservice.client.socket.SocketEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Judges the way to the service. */
final class ProxyFindings {

  static final String SUBPROTOCOL = "message-service.v1";

  private static final String NAME = "proxy";
  private static final String SEE = " (see Behind a proxy in docs/operations.md).";

  private ProxyFindings() {}

  static List<Finding> judge(ProxyFacts found) {
    List<Finding> findings = new ArrayList<>();
    if (!found.encrypted() && !found.local()) {
      findings.add(
          Finding.warn(
              NAME,
              "The way is not encrypted: others on it read tokens and messages.",
              "Speak TLS in the proxy, and connect to wss."));
    }
    if (found.failure().isPresent()) {
      findings.add(ofFailure(found.failure().get()));
      return findings;
    }
    findings.add(Finding.ok(NAME, "The upgrade passes."));
    findings.add(ofAddress(found.maxPerAddress()));
    if (found.token() && found.refused().isEmpty()) {
      findings.add(ofSubprotocol(found.subprotocol()));
      findings.add(ofPong(found.pong()));
      findings.add(ofOrigin(found.originFailure()));
      findings.add(found.idle().map(ProxyFindings::ofIdle).orElseGet(ProxyFindings::unwatched));
    } else {
      findings.add(found.refused().map(ProxyFindings::ofRefusal).orElseGet(ProxyFindings::noToken));
    }
    return findings;
  }

  private static Finding ofFailure(String why) {
    String text = "No connection: " + why + ".";
    if (why.matches(".* HTTP 50[234]")) {
      return Finding.fail(NAME, text, "Let the proxy reach the service, and the service be ready.");
    }
    return why.contains(" HTTP ")
        ? Finding.fail(NAME, text, "Let the proxy pass Upgrade and Connection, by HTTP/1.1" + SEE)
        : Finding.fail(NAME, text, "Look at the name, the port and the certificate of --url.");
  }

  private static Finding noToken() {
    return Finding.skipped(
        NAME, "without --token, or the JWT_SECRET to make one, nothing more can be seen");
  }

  private static Finding ofRefusal(SocketEnd end) {
    return Finding.warn(
        NAME,
        "The service ended the connection: " + end.code() + " " + end.reason() + ".",
        "Name a token by --token that the service takes; nothing more can be seen.");
  }

  private static Finding ofSubprotocol(String selected) {
    return selected.equals(SUBPROTOCOL)
        ? Finding.ok(NAME, "The subprotocol passes.")
        : Finding.fail(
            NAME,
            "The subprotocol does not pass: clients get no positions of changes.",
            "Let the proxy pass Sec-WebSocket-Protocol both ways" + SEE);
  }

  private static Finding ofPong(boolean answered) {
    return answered
        ? Finding.ok(NAME, "A ping is answered.")
        : Finding.fail(
            NAME,
            "A ping is not answered: clients take the connection for lost.",
            "Let the proxy pass frames as they are" + SEE);
  }

  private static Finding ofOrigin(Optional<String> failure) {
    return failure.isEmpty()
        ? Finding.ok(NAME, "A page of the same host gets a connection.")
        : Finding.fail(
            NAME,
            "A page of the same host gets no connection: " + failure.get() + ".",
            "Let the proxy keep the Host header, or list the page in CORS_ORIGINS" + SEE);
  }

  /** The service reads no header for it. */
  private static Finding ofAddress(OptionalInt maxPerAddress) {
    return maxPerAddress.isPresent()
        ? Finding.warn(
            "address",
            "The service counts by the address that it sees, "
                + maxPerAddress.getAsInt()
                + " for each, and never reads X-Forwarded-For: behind a proxy all clients share"
                + " one.",
            "Leave MAX_CONNECTIONS_PER_ADDRESS off behind a proxy, and limit by address there.")
        : Finding.ok(
            "address",
            "Nothing is limited by the address of a client: that is for the proxy, since"
                + " X-Forwarded-For is not read.");
  }

  private static Finding unwatched() {
    return Finding.skipped(
        "idle", "with --idle a connection that nobody uses is watched for two heartbeats");
  }

  private static Finding ofIdle(ProxyFacts.Idle idle) {
    if (idle.end().isPresent()) {
      SocketEnd end = idle.end().get();
      return Finding.fail(
          "idle",
          "A connection that nobody used ended after "
              + seconds(idle.lived())
              + " ("
              + end.code()
              + " "
              + end.reason()
              + ").",
          "Let the proxy wait longer than a heartbeat: proxy_read_timeout and its like" + SEE);
    }
    return idle.pings() == 0
        ? Finding.fail(
            "idle",
            "No ping of the service arrived in " + seconds(idle.watched()) + ".",
            "Let the proxy pass frames as they are, and set HEARTBEAT_INTERVAL here as it is"
                + " there.")
        : Finding.ok(
            "idle",
            "A connection that nobody used lived for "
                + seconds(idle.watched())
                + " and got "
                + idle.pings()
                + " pings.");
  }

  private static String seconds(Duration time) {
    return FigureText.number(time.toMillis() / 1000.0) + " s";
  }
}
