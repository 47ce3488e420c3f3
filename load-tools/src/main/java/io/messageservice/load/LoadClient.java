package io.messageservice.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Tokens;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user on a node. Who is closed comes back when he was told to, and joins again from where he
 * stood; what is refused is tried again a little later. Any thread may call; the threads of the
 * HTTP client hear, one at a time.
 */
final class Client implements WebSocket.Listener {

  private static final int COMMANDS_OF_A_FRAME = 100;
  private static final long RETRY_MILLIS = 100;
  private static final Pattern TOLD = Pattern.compile("reconnect after (\\d+) ms");
  private static final String JOIN = "join ";

  private final Node node;
  private final String user;
  private final StringBuilder frame = new StringBuilder();

  /** Room and text of all that was heard, and of all that was said and acknowledged. */
  private final Set<String> heard = ConcurrentHashMap.newKeySet();

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /** Sent and not answered. */
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /** Rooms and the positions of what was seen there last. */
  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  /** Rooms to be in, and those that it is in. */
  private final Set<String> rooms = ConcurrentHashMap.newKeySet();

  private final Set<String> joined = ConcurrentHashMap.newKeySet();

  /** Guarded by this, as is {@code gone}. */
  private long heardInAll;

  private @Nullable WebSocket gone;
  private volatile @Nullable WebSocket socket;
  private volatile int timesClosed;
  private volatile boolean left;

  Client(Node node, String user) {
    this.node = node;
    this.user = user;
    connect();
  }

  private void connect() {
    try {
      socket =
          Node.HTTP
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + Tokens.of(user))
              .buildAsync(node.address(), this)
              .join();
      // of what the last connection was given nothing is under way any more
      underWay.clear();
      send(rooms.stream().map(this::joining).toList());
    } catch (RuntimeException refused) {
      Later.run(this::connect, RETRY_MILLIS);
    }
  }

  /** Goes for good. */
  void leave() {
    left = true;
    WebSocket last = socket;
    if (last != null) {
      last.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
  }

  void join(Collection<String> more) {
    rooms.addAll(more);
    send(more.stream().map(this::joining).toList());
  }

  private ObjectNode joining(String room) {
    return Commands.join(JOIN + room, room, seen.get(room));
  }

  /** Whether all rooms are joined. */
  boolean isThere() {
    return joined.size() == rooms.size();
  }

  int timesClosed() {
    return timesClosed;
  }

  boolean hasHeard(String room, String text) {
    return heard.contains(what(room, text));
  }

  synchronized long heardInAll() {
    return heardInAll;
  }

  void say(String room, String text) {
    send(List.of(saying(room, text)));
  }

  /** Says it in those rooms in which it was not acknowledged and is not under way. */
  void sayWhereNotSaid(Collection<String> some, String text) {
    List<ObjectNode> commands = new ArrayList<>();
    for (String room : some) {
      String what = what(room, text);
      if (!said.contains(what) && underWay.add(what)) {
        commands.add(saying(room, text));
      }
    }
    send(commands);
  }

  private static ObjectNode saying(String room, String text) {
    return Commands.say(what(room, text), room, text);
  }

  private static String what(String room, String text) {
    return room + " " + text;
  }

  /** Some commands share a frame. What fails is sent again by whoever comes back. */
  private synchronized void send(List<ObjectNode> commands) {
    WebSocket to = socket;
    if (to == null) {
      return;
    }
    try {
      for (int at = 0; at < commands.size(); at += COMMANDS_OF_A_FRAME) {
        int end = Math.min(commands.size(), at + COMMANDS_OF_A_FRAME);
        to.sendText(Commands.frame(commands.subList(at, end)), true).join();
      }
    } catch (RuntimeException closed) {
      // the end of the connection is told by itself
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    frame.append(part);
    if (last) {
      hear(Json.parse(frame.toString()));
      frame.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void hear(JsonNode what) {
    switch (what.path("event").asText()) {
      case "newMessage" -> heard(what.path("data"));
      case "joinConversation" -> answered(what);
      case "sendMessage" -> acknowledged(what);
      default -> {
        // who is online is not looked at
      }
    }
  }

  private void heard(JsonNode message) {
    String room = message.path("conversationId").asText();
    seen.merge(room, message.path("seq").asLong(), Math::max);
    heard.add(what(room, message.path("content").asText()));
    count();
  }

  private synchronized void count() {
    heardInAll++;
  }

  private void answered(JsonNode answer) {
    String room = answer.path("ref").asText().substring(JOIN.length());
    if (answer.path("success").asBoolean()) {
      seen.putIfAbsent(room, answer.path("seq").asLong());
      joined.add(room);
    } else {
      Later.run(() -> send(List.of(joining(room))), RETRY_MILLIS);
    }
  }

  private void acknowledged(JsonNode answer) {
    String what = answer.path("ref").asText();
    if (answer.path("success").asBoolean()) {
      said.add(what);
      underWay.remove(what);
    } else {
      Later.run(() -> underWay.remove(what), RETRY_MILLIS);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    Matcher told = TOLD.matcher(reason);
    closed(from, told.find() ? Long.parseLong(told.group(1)) : RETRY_MILLIS);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable broken) {
    closed(from, RETRY_MILLIS);
  }

  private synchronized void closed(WebSocket which, long millis) {
    if (!left && which != gone) {
      gone = which;
      timesClosed++;
      joined.clear();
      frame.setLength(0);
      Later.run(this::connect, millis);
    }
  }
}
