package io.messageservice.bootstrap.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TalkSessionTest {

  private static final String JOIN =
      """
      {"event":"joinConversation","ref":"join","payload":{"conversationId":"lobby"}}""";
  private static final String JOINED =
      """
      {"success":true,"event":"joinConversation","conversationId":"lobby","epoch":"e1"}""";
  private static final String FETCH =
      """
      {"event":"fetchMessages","ref":"fetch","payload":{"conversationId":"lobby","limit":20}}""";
  private static final String NOTHING =
      """
      {"success":true,"event":"fetchMessages","conversationId":"lobby","messages":[],"more":false}""";

  /** What happened, in order: frames sent, lines shown, delays asked for. */
  private final List<String> seen = new ArrayList<>();

  private final Deque<Runnable> timers = new ArrayDeque<>();
  private final Deque<Runnable> beats = new ArrayDeque<>();
  private int ids;

  private final TalkSession session =
      new TalkSession(
          new Recorder(),
          new Recorder(),
          (delay, task) -> {
            if (delay.equals(TalkSession.HEARTBEAT)) {
              beats.add(task);
            } else {
              seen.add("wait " + delay.toMillis());
              timers.add(task);
            }
          },
          new Backoff(() -> 1),
          new Frames("lobby"),
          () -> "id" + ++ids,
          exitCode -> seen.add("end " + exitCode));

  @AfterEach
  void nothingElseHappened() {
    assertThat(seen).isEmpty();
  }

  @Test
  void joinsThenShowsTheLastMessages() {
    session.start();
    session.opened();
    session.received(JOINED);
    session.received(page(message(1, "bob", "one"), message(2, "alice", "two")));

    happened("connect", JOIN, FETCH, "bob: one", "alice: two");
  }

  @Test
  void whatComesDuringTheFetchIsShownOnceAndInItsPlace() {
    session.start();
    session.opened();
    session.received(JOINED);
    session.received(push(message(3, "bob", "three")));
    session.received(push(message(2, "bob", "two")));
    session.received(page(message(1, "bob", "one"), message(2, "bob", "two")));
    session.received(push(message(3, "bob", "three")));

    happened("connect", JOIN, FETCH, "bob: one", "bob: two", "bob: three");
  }

  @Test
  void linesAreSentOneAfterTheOther() {
    live();

    session.typed("hello");
    session.typed("again");
    happened(sent("hello", "id1"));

    session.received(stored("id1", 1));
    happened(sent("again", "id2"));
  }

  @Test
  void lineWithoutAnAnswerIsSentAgainWithTheSameIdAndNotShownAgain() {
    live();
    session.typed("hello");
    happened(sent("hello", "id1"));

    session.failed("connection lost");
    session.typed("meanwhile");
    happened("* connection lost; trying again in 500 ms", "wait 500");

    timers.remove().run();
    session.opened();
    session.received(JOINED);
    session.received(page(mine(1, "hello", "id1")));
    happened("connect", JOIN, FETCH, sent("hello", "id1"));

    session.received(stored("id1", 1));
    happened(sent("meanwhile", "id2"));
  }

  @Test
  void aServiceThatIsSilentIsAskedForASignThenGivenUp() {
    live();

    beats.remove().run();
    happened();

    beats.remove().run();
    happened("{\"event\":\"ping\"}");

    beats.remove().run();
    happened("drop", "* the service does not answer; trying again in 500 ms", "wait 500");
    assertThat(beats).isEmpty();
  }

  @Test
  void aServiceThatAnswersIsNotGivenUp() {
    live();
    beats.remove().run();
    beats.remove().run();
    happened("{\"event\":\"ping\"}");

    session.received("{\"event\":\"pong\",\"data\":{}}");
    beats.remove().run();
    beats.remove().run();
    happened("{\"event\":\"ping\"}");
  }

  @Test
  void aHeartbeatOfAnEarlierConnectionDoesNothing() {
    live();
    session.failed("connection lost");
    happened("* connection lost; trying again in 500 ms", "wait 500");

    beats.remove().run();
    assertThat(beats).isEmpty();
  }

  @Test
  void comesBackForWhatItMissed() {
    live();
    session.received(push(message(7, "bob", "seven")));
    session.failed("connection lost");
    timers.remove().run();
    session.opened();
    session.received(JOINED);
    happened(
        "bob: seven",
        "* connection lost; trying again in 500 ms",
        "wait 500",
        "connect",
        JOIN,
        FETCH.replace("\"limit\":20", "\"limit\":200,\"afterSeq\":7"));

    session.received(page(message(8, "bob", "eight")).replace("false", "true"));
    session.received(page(message(9, "bob", "nine")));
    happened(
        "bob: eight", FETCH.replace("\"limit\":20", "\"limit\":200,\"afterSeq\":8"), "bob: nine");
  }

  @Test
  void anotherEpochBeginsAnew() {
    live();
    session.received(push(message(7, "bob", "seven")));
    session.failed("connection lost");
    timers.remove().run();
    session.opened();
    session.received(JOINED.replace("e1", "e2"));
    session.received(page(message(1, "bob", "one")));

    happened(
        "bob: seven",
        "* connection lost; trying again in 500 ms",
        "wait 500",
        "connect",
        JOIN,
        FETCH,
        "bob: one");
  }

  @Test
  void failuresMakeItWaitLongerUntilItIsBack() {
    session.start();
    session.failed("nobody answers there");
    timers.remove().run();
    session.failed("nobody answers there");
    happened(
        "connect",
        "* nobody answers there; trying again in 500 ms",
        "wait 500",
        "connect",
        "* nobody answers there; trying again in 1000 ms",
        "wait 1000");

    timers.remove().run();
    session.opened();
    session.received(JOINED);
    session.received(NOTHING);
    session.failed("connection lost");
    happened("connect", JOIN, FETCH, "* connection lost; trying again in 500 ms", "wait 500");
  }

  @Test
  void drainingServiceSaysWhenToComeBack() {
    live();

    session.closed(new Closing(1012, "reconnect after 3000 ms"));

    happened("* connection closed (1012); trying again in 3125 ms", "wait 3125");
  }

  @Test
  void refusedTokenIsFinal() {
    session.start();
    session.opened();
    session.closed(new Closing(1008, "token expired"));

    happened("connect", JOIN, "* closed: token expired", "drop", "end 1");
  }

  @Test
  void conversationOfOthersIsFinal() {
    session.start();
    session.opened();
    session.received(
        """
        {"success":false,"event":"joinConversation","error":"no access","code":"forbidden"}""");

    happened("connect", JOIN, "* cannot join: no access", "drop", "end 1");
  }

  @Test
  void refusedLineIsShownAndTheNextOneGoesOn() {
    live();
    session.typed("long");
    session.typed("short");
    session.received(refused("id1", "content is too long", "too_large"));

    happened(sent("long", "id1"), "* not sent: content is too long", sent("short", "id2"));
  }

  @Test
  void lineThatMayHaveBeenStoredIsSentAgainLater() {
    live();
    session.typed("hello");
    session.received(refused("id1", "try again", "unavailable"));
    happened(sent("hello", "id1"), "* not sent yet: try again", "wait 500");

    timers.remove().run();
    happened(sent("hello", "id1"));
  }

  @Test
  void quitEndsIt() {
    live();

    session.typed("/quit");
    session.failed("too late to matter");

    happened("drop", "end 0");
  }

  @Test
  void quitSaysWhereALineHasNoAnswerYet() {
    session.start();
    session.typed("hello");
    session.typed("/quit");

    happened("connect", "* what was typed last may not have been sent", "drop", "end 0");
  }

  @Test
  void endOfInputWaitsForWhatWasTyped() {
    live();
    session.typed("last words");
    session.inputEnded();
    happened(sent("last words", "id1"));

    session.received(stored("id1", 1));
    happened("drop", "end 0");
  }

  @Test
  void whoLagsConnectsAnew() {
    live();

    session.received(
        """
        {"event":"lagged","data":{"conversationId":"lobby","fromSeq":5}}""");

    happened("drop", "* this terminal reads too slowly; trying again in 500 ms", "wait 500");
  }

  @Test
  void presenceAndTypingAreNotes() {
    live();

    session.received(
        """
        {"event":"userOnline","data":{"userId":"u2","username":"bob"}}""");
    session.received(
        """
        {"event":"userTyping","data":{"userId":"u2","username":"bob","isTyping":true}}""");
    session.received(
        """
        {"event":"userTyping","data":{"userId":"u2","username":"bob","isTyping":false}}""");
    session.received("garbage");

    happened("* bob is online", "* bob is typing");
  }

  private void live() {
    session.start();
    session.opened();
    session.received(JOINED);
    session.received(NOTHING);
    happened("connect", JOIN, FETCH);
  }

  private void happened(String... expected) {
    assertThat(seen).containsExactly(expected);
    seen.clear();
  }

  private static String message(long seq, String sender, String content) {
    return "{\"seq\":%d,\"senderId\":\"%s\",\"content\":\"%s\",\"conversationId\":\"lobby\"}"
        .formatted(seq, sender, content);
  }

  private static String mine(long seq, String content, String key) {
    return message(seq, "me", content).replace("}", ",\"clientMessageId\":\"" + key + "\"}");
  }

  private static String push(String message) {
    return "{\"event\":\"newMessage\",\"data\":" + message + "}";
  }

  private static String page(String... messages) {
    return NOTHING.replace("[]", "[" + String.join(",", messages) + "]");
  }

  private static String stored(String id, long seq) {
    return "{\"success\":true,\"event\":\"sendMessage\",\"ref\":\"%s\",\"message\":%s}"
        .formatted(id, mine(seq, "", id));
  }

  private static String refused(String id, String error, String code) {
    return "{\"success\":false,\"event\":\"sendMessage\",\"ref\":\"%s\",\"error\":\"%s\",\"code\":\"%s\"}"
        .formatted(id, error, code);
  }

  private static String sent(String content, String id) {
    return ("{\"event\":\"sendMessage\",\"ref\":\"%s\",\"payload\":{\"conversationId\":\"lobby\","
            + "\"content\":\"%s\",\"clientMessageId\":\"%s\"}}")
        .formatted(id, content, id);
  }

  /** Writes down what the session does. */
  private final class Recorder implements Link, Screen {
    @Override
    public void connect() {
      seen.add("connect");
    }

    @Override
    public void send(String frame) {
      seen.add(frame);
    }

    @Override
    public void drop() {
      seen.add("drop");
    }

    @Override
    public void said(String who, String content) {
      seen.add(who + ": " + content);
    }

    @Override
    public void note(String text) {
      seen.add("* " + text);
    }
  }
}
