package io.messageservice.blackbox.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code docs/asyncapi.yaml} says of frames in one of the dialects, without what comes only
 * with a setting. Any thread may call.
 */
public final class SocketContract {

  public static final ContractDocument DOCUMENT =
      new ContractDocument("asyncapi.yaml", SpecificationVersion.DRAFT_7);

  /** The subprotocol, by the name that the document has for it, too. */
  public static final String SUBPROTOCOL = "message-service.v1";

  /** So much of a frame stands in a report. */
  private static final int SHOWN_CHARACTERS = 1_000;

  private static final SocketContract BASE = new SocketContract("base");
  private static final SocketContract V1 = new SocketContract(SUBPROTOCOL);
  private static final Map<Integer, Pattern> CLOSES = closes();

  private final Map<String, Schema> sent = new HashMap<>();
  private final Map<String, Schema> received = new HashMap<>();

  private SocketContract(String dialect) {
    for (SocketMessage message : SocketMessage.all()) {
      if (message.isOf(dialect) && !message.needsSetting()) {
        Map<String, Schema> known = message.isCommand() ? sent : received;
        if (known.put(message.kind(), DOCUMENT.compiled(message.schema())) != null) {
          throw new IllegalStateException("two messages are " + message.kind());
        }
      }
    }
  }

  /** Of connections for which these subprotocols are offered. */
  public static SocketContract offering(List<String> subprotocols) {
    return subprotocols.contains(SUBPROTOCOL) ? V1 : BASE;
  }

  private static Map<Integer, Pattern> closes() {
    Map<Integer, Pattern> closes = new HashMap<>();
    for (JsonNode close : DOCUMENT.root().get("x-close-codes")) {
      List<String> reasons = new ArrayList<>();
      for (JsonNode reason : close.path("reasons")) {
        reasons.add(reason.asText().replace(" N ", " \\d+ "));
      }
      String pattern = reasons.isEmpty() ? ".*" : String.join("|", reasons);
      closes.put(close.get("code").asInt(), Pattern.compile(pattern));
    }
    return closes;
  }

  /** Fails where the document has no such frame from clients. */
  public void checkSent(JsonNode frame) {
    fail(frame, sentProblems(frame));
  }

  /** Fails where the document has no such frame from the service. */
  public void checkReceived(JsonNode frame) {
    fail(frame, receivedProblems(frame));
  }

  private static void fail(JsonNode frame, List<String> problems) {
    if (!problems.isEmpty()) {
      String text = frame.toString();
      String shown = text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS));
      throw new AssertionError("not as docs/asyncapi.yaml says: " + problems + " in " + shown);
    }
  }

  /** What is wrong with a frame of a client. */
  public List<String> sentProblems(JsonNode frame) {
    List<String> problems = problems(sent, SocketMessage.kindOfCommand(frame), frame);
    if (frame.isArray()) {
      frame.forEach(command -> problems.addAll(sentProblems(command)));
    }
    return problems;
  }

  /** What is wrong with a frame of the service. */
  public List<String> receivedProblems(JsonNode frame) {
    return problems(received, SocketMessage.kindOf(frame), frame);
  }

  private static List<String> problems(Map<String, Schema> known, String kind, JsonNode frame) {
    List<String> problems = new ArrayList<>();
    Schema schema = known.get(kind);
    if (schema == null) {
      problems.add("no message is " + kind);
    } else {
      schema.validate(frame).forEach(error -> problems.add(error.toString()));
    }
    return problems;
  }

  /** Fails where the document has no such answer to a handshake. */
  public static void checkHandshake(int status) {
    for (JsonNode row : DOCUMENT.root().get("x-handshake-statuses")) {
      if (row.get("status").asInt() == status) {
        return;
      }
    }
    throw new AssertionError("not in docs/asyncapi.yaml: HTTP " + status);
  }

  /** Fails where the document has no such end of a connection, begun by the service. */
  public static void checkClosed(int code, String reason) {
    Pattern reasons = CLOSES.get(code);
    if (reasons == null || !reasons.matcher(reason).matches()) {
      throw new AssertionError("not in docs/asyncapi.yaml: close " + code + " " + reason);
    }
  }
}
