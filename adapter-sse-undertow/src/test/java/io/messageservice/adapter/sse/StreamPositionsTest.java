package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sse.LastEventId.Joined;
import io.messageservice.protocol.TextFrame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far a stream has come, by the frames that it was sent. */
final class StreamPositionsTest {

  private static final String HELLO =
      "{'event':'hello','data':{'connectionId':'c','epoch':'e','since':'s1'}}";

  private final SentFrameReader reader = new SentFrameReader();
  private final StreamPositions positions = new StreamPositions();

  private void sent(String... frames) {
    for (String frame : frames) {
      byte[] utf8 = frame.replace('\'', '"').getBytes(UTF_8);
      positions.sent(reader.read(TextFrame.kept(utf8)), utf8.length);
    }
  }

  private LastEventId id() {
    String block = new String(positions.takeId(), UTF_8);
    assertThat(block).startsWith("id: ").endsWith("\n\n");
    return LastEventId.parse(block.substring(4, block.length() - 2)).orElseThrow();
  }

  private List<Joined> joined() {
    return id().joined();
  }

  private static String joinReply(String conversation, long seq, long rev, String more) {
    return "{'success':true,'event':'joinConversation','conversationId':'%s','seq':%d,'rev':%d,%s'epoch':'e'}"
        .formatted(conversation, seq, rev, more);
  }

  private static String message(String conversation, long seq, long rev) {
    return "{'event':'newMessage','data':{'id':'m','conversationId':'%s','seq':%d,'rev':%d,'metadata':{'seq':99}}}"
        .formatted(conversation, seq, rev);
  }

  @Test
  void nothingIsSaidBeforeAnEpochIsKnown() {
    sent("{'event':'pong','data':{}}");

    assertThat(positions.takeId()).isEmpty();
  }

  @Test
  void theGreetingNamesThePointFromWhichToList() {
    sent(HELLO);

    assertThat(id()).isEqualTo(new LastEventId(true, "e", "s1", List.of()));
    assertThat(positions.takeId()).as("nothing changed").isEmpty();
  }

  @Test
  void aJoinBeginsWhereItsAnswerSays() {
    sent(HELLO, joinReply("a", 3, 5, ""));

    assertThat(joined()).containsExactly(new Joined("a", 3, 5));
  }

  @Test
  void messagesAndChangesInTheirPlaceMoveIt() {
    sent(joinReply("a", 3, 5, ""), message("a", 4, 6));
    assertThat(joined()).containsExactly(new Joined("a", 4, 6));

    sent(
        "{'success':true,'event':'sendMessage','message':{'conversationId':'a','seq':5,'rev':7}}",
        "{'event':'messageChanged','data':{'conversationId':'a','seq':1,'rev':8}}");
    assertThat(joined()).containsExactly(new Joined("a", 5, 8));

    sent("{'event':'reactionChanged','data':{'conversationId':'a','seq':2,'rev':9}}");
    assertThat(joined()).containsExactly(new Joined("a", 5, 9));
  }

  @Test
  void whatWasNotJoinedHasNone() {
    sent(HELLO, message("b", 7, 7));

    assertThat(joined()).isEmpty();
  }

  @Test
  void refusalsDuplicatesAndOthersMoveNothing() {
    sent(joinReply("a", 3, 5, ""));
    assertThat(joined()).hasSize(1);

    sent(
        "{'success':true,'event':'sendMessage','duplicate':true,'message':{'conversationId':'a','seq':9,'rev':9}}",
        "{'success':false,'event':'joinConversation','conversationId':'a','seq':9}",
        "{'success':true,'event':'fetchMessages','conversationId':'a','messages':[{'seq':9}]}",
        "{'event':'userTyping','data':{'conversationId':'a','isTyping':true}}",
        "not JSON");

    assertThat(positions.takeId()).isEmpty();
  }

  @Test
  void aReplayBeginsWhereTheClientSaidAndItsChangesCountOnceItCaughtUp() {
    positions.asked(new Joined("a", 3, 5));
    sent(joinReply("a", 9, 20, "'recovered':true,"));
    assertThat(joined()).containsExactly(new Joined("a", 3, 5));

    sent("{'event':'messageChanged','data':{'conversationId':'a','seq':1,'rev':18}}");
    sent(message("a", 4, 19));
    assertThat(joined()).containsExactly(new Joined("a", 4, 5));

    sent("{'event':'caughtUp','data':{'conversationId':'a','seq':9,'rev':20}}");
    assertThat(joined()).containsExactly(new Joined("a", 9, 20));

    sent(message("a", 10, 21));
    assertThat(joined()).containsExactly(new Joined("a", 10, 21));
  }

  @Test
  void twoJoinsOfTheSameBothBeginWhereTheClientSaid() {
    positions.asked(new Joined("a", 3, LastEventId.NONE));
    positions.asked(new Joined("a", 3, LastEventId.NONE));

    sent(joinReply("a", 9, 9, "'recovered':true,"), joinReply("a", 9, 9, "'recovered':true,"));

    assertThat(joined()).containsExactly(new Joined("a", 3, LastEventId.NONE));
  }

  @Test
  void whoFollowsMessagesAloneHasNoRev() {
    positions.asked(new Joined("a", 3, LastEventId.NONE));
    sent(joinReply("a", 9, 9, "'recovered':true,"), message("a", 4, 4));

    assertThat(joined()).containsExactly(new Joined("a", 4, LastEventId.NONE));
  }

  @Test
  void whatIsNotRecoveredBeginsAtTheHead() {
    positions.asked(new Joined("a", 3, 5));
    sent(joinReply("a", 9, 20, "'recovered':false,"));

    assertThat(joined()).containsExactly(new Joined("a", 9, 20));
  }

  @Test
  void whileItLagsNothingMovesItUntilTheNextJoin() {
    sent(
        joinReply("a", 3, 5, ""),
        "{'event':'lagged','data':{'conversationId':'a','fromSeq':4,'afterRev':5}}",
        "{'success':true,'event':'sendMessage','message':{'conversationId':'a','seq':8,'rev':9}}");
    assertThat(joined()).containsExactly(new Joined("a", 3, 5));

    positions.asked(new Joined("a", 3, 5));
    sent(
        joinReply("a", 9, 9, "'recovered':true,"),
        "{'event':'caughtUp','data':{'conversationId':'a','seq':9,'rev':9}}");
    assertThat(joined()).containsExactly(new Joined("a", 9, 9));
  }

  @Test
  void whoIsOutHasNone() {
    sent(joinReply("a", 3, 5, ""), joinReply("b", 3, 5, ""));
    sent("{'success':true,'event':'leaveConversation','conversationId':'a'}");
    assertThat(joined()).containsExactly(new Joined("b", 3, 5));

    sent("{'event':'conversationChanged','data':{'conversationId':'b','rev':6,'removed':true}}");
    assertThat(joined()).isEmpty();
  }

  @Test
  void anotherStreamGoesOnFromTheIdAndStandsUntilItsJoinsAreAnswered() {
    positions.resume(new LastEventId(true, "e", "s0", List.of(new Joined("a", 3, 5))));
    sent(HELLO, message("a", 9, 9));
    assertThat(id()).isEqualTo(new LastEventId(true, "e", "s0", List.of(new Joined("a", 3, 5))));

    sent(
        "{'success':true,'event':'listConversations','conversations':[],'cursor':'x'}",
        joinReply("a", 9, 9, "'recovered':true,"),
        message("a", 4, 6));
    assertThat(id().since()).as("the list goes on").isEqualTo("s0");

    sent("{'success':true,'event':'listConversations','conversations':[],'since':'s2'}");
    assertThat(id()).isEqualTo(new LastEventId(true, "e", "s2", List.of(new Joined("a", 4, 5))));
  }

  @Test
  void whatMovedLastIsFirst() {
    sent(joinReply("a", 1, 1, ""), joinReply("b", 1, 1, ""), message("a", 2, 2));

    assertThat(joined()).extracting(Joined::conversation).containsExactly("a", "b");
  }

  @Test
  void aLongIdComesOnlyBehindAsManyBytes() {
    IntStream.range(0, 60).forEach(n -> sent(joinReply("conversation-" + n, 1, 1, "")));
    int length = positions.takeDueId().length;
    assertThat(length).isGreaterThan(512);

    sent(message("conversation-1", 2, 2));
    assertThat(positions.takeDueId()).isEmpty();

    for (int seq = 3; seq < 20; seq++) {
      sent(message("conversation-1", seq, seq));
    }
    assertThat(positions.takeDueId()).isNotEmpty();
  }
}
