package io.messageservice.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.frame.EventFrames;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.json.ConversationRequest;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.PayloadReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands of groups are read as, and the largest frame of a change. */
class GroupCommandsTest {

  @Test
  void dataThatIsNullIsRemovedAndWhatIsLeftOutStays() throws InvalidFrame {
    assertThat(update("'title':null,'metadata':{ 'a' : 1.0 },'frozen':false"))
        .isEqualTo(
            new DataChange(
                Optional.of(""), Optional.empty(), Optional.of("{\"a\":1.0}"), Optional.of(false)));
    assertThat(update("'title':'','avatarUrl':null,'metadata':null,'frozen':null"))
        .isEqualTo(
            new DataChange(Optional.of(""), Optional.of(""), Optional.of(""), Optional.empty()));
    assertThat(update("'avatarUrl':'HTTPS://a/b'").avatarUrl()).contains("HTTPS://a/b");
    assertThat(update("'title':'" + "é".repeat(255) + "'").title()).isPresent();
  }

  @Test
  void aNewGroupHasNoEmptyData() throws InvalidFrame {
    assertThat(ConversationRequest.create(read("'title':'','avatarUrl':null,'metadata':{}")).data())
        .hasToString(
            "ConversationData[title=Optional.empty, avatarUrl=Optional.empty,"
                + " metadata=Optional[{}], frozen=false]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'2026-02-03T04:05:06Z'|2026-02-03T04:05:06Z",
        "'2026-02-03t04:05:06.123456789z'|2026-02-03T04:05:06.123Z",
        "'2026-02-03T04:05:06+02:00'|2026-02-03T02:05:06Z",
        "'1971-01-01T00:00:00-01:00'|1971-01-01T01:00:00Z",
      })
  void aBanEndsAtATime(String text, String end) throws InvalidFrame {
    assertThat(banned(text)).contains(Instant.parse(end));
  }

  @Test
  void aBanDoesNotEndOrIsLifted() throws InvalidFrame {
    assertThat(banned("'forever'")).contains(Ban.FOR_EVER);
    assertThat(banned("null")).contains(Ban.LIFTED);
    assertThat(
            ConversationRequest.standing(
                    read("'conversationId':'c','userId':'u','role':'moderator'"))
                .change())
        .hasToString("StandingChange[role=Optional[MODERATOR], bannedUntil=Optional.empty]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "updateConversation|'frozen':null|title, avatarUrl, metadata, frozen: one of them at least",
        "updateConversation|'title':5|title: a string",
        "updateConversation|'avatarUrl':''|avatarUrl: an http or https URL, or a path",
        "updateConversation|'avatarUrl':'ftp://a/b'|avatarUrl: an http or https URL, or a path",
        "updateConversation|'avatarUrl':'//a/b'|avatarUrl: an http or https URL, or a path",
        "updateConversation|'metadata':[]|metadata: an object",
        "updateConversation|'frozen':'yes'|frozen: true or false",
        "createConversation|'kind':'open'|kind: group or direct",
        "createConversation|'participants':'u'|participants: an array of ids",
        "createConversation|'participants':['']|participants: a string of 1 to 128 characters, no control characters",
        "addParticipants|'userIds':[]|userIds: an array of 1 to 100 ids",
        "addParticipants|'userId':'u'|userIds: an array of 1 to 100 ids",
        "removeParticipant|'userIds':['u']|userId: a string of 1 to 128 characters, no control characters",
        "setParticipant|'userId':'u'|role, bannedUntil: one of them at least",
        "setParticipant|'userId':'u','role':null|role, bannedUntil: one of them at least",
        "setParticipant|'userId':'u','role':'OWNER'|role: owner, moderator or member",
        "setParticipant|'userId':'u','role':1|role: a string",
        "setParticipant|'userId':'u','bannedUntil':1|bannedUntil: a string",
        "setParticipant|'role':'owner'|userId: a string of 1 to 128 characters, no control characters",
        "fetchParticipants|'cursor':'YQ=='|cursor: one that was given with a page",
        "fetchParticipants|'cursor':'_w'|cursor: one that was given with a page",
        "fetchParticipants|'cursor':''|cursor: one that was given with a page",
        "fetchParticipants|'limit':'x'|limit: an integer",
        "leaveGroup|'conversationId':null|conversationId: a string of 1 to 128 characters, no control characters",
      })
  void whatIsWrongIsNamed(String event, String members, String error) {
    assertThat(refusal(event, members)).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-03",
    "2026-02-03T04:05Z",
    "2026-02-03T04:05:06",
    "2026-02-30T04:05:06Z",
    "2026-02-03T25:05:06Z",
    "2026-02-03T04:05:06.1234567890Z",
    "+12026-02-03T04:05:06Z",
    "1970-01-01T00:00:00Z",
    "Forever",
    "''"
  })
  void whatIsNoTimeToComeIsNoEndOfABan(String text) {
    assertThat(refusal("setParticipant", "'userId':'u','bannedUntil':'" + text + "'"))
        .isEqualTo("bannedUntil: a time to come as RFC 3339 has it, or forever");
  }

  @Test
  void whatIsTooLargeIsNamed() {
    assertThat(refusal("updateConversation", "'title':'" + "x".repeat(256) + "'"))
        .isEqualTo("title: a string of at most 255 characters");
    assertThat(refusal("updateConversation", "'avatarUrl':'/" + "x".repeat(2_048) + "'"))
        .isEqualTo("avatarUrl: a string of at most 2048 characters");
    assertThat(refusal("updateConversation", "'metadata':{'a':'" + "x".repeat(4_089) + "'}"))
        .isEqualTo("metadata: 4096 bytes at most");
    assertThat(refusal("addParticipants", "'userIds':['u'" + ",'u'".repeat(100) + "]"))
        .isEqualTo("userIds: 100 at most");
    assertThat(refusal("createConversation", "'participants':['u'" + ",'u'".repeat(101) + "]"))
        .isEqualTo("participants: 101 at most");
  }

  @Test
  void lengthsAreCountedInCodePoints() throws InvalidFrame {
    String title = "👍".repeat(130);
    assertThat(update("'title':'" + title + "'").title()).contains(title);
    assertThat(refusal("updateConversation", "'title':'" + "👍".repeat(256) + "'"))
        .isEqualTo("title: a string of at most 255 characters");
  }

  @Test
  void aChangeOfManyNamesNobody() {
    assertThat(pushOfNew(100)).contains("\"addedUserIds\":[\"u0\",").doesNotContain("Changed\":t");
    assertThat(pushOfNew(101))
        .endsWith("\"participantCount\":101,\"participantsChanged\":true}}")
        .doesNotContain("addedUserIds");
  }

  private static String pushOfNew(int users) {
    List<UserId> all = IntStream.range(0, users).mapToObj(i -> new UserId("u" + i)).toList();
    Conversation group =
        Conversation.begin(
            new ConversationId("c"),
            Kind.GROUP,
            Participants.of(all.stream().collect(Collectors.toSet())));
    ConversationChanged event = ConversationChanged.between(Optional.empty(), group);
    return new String(EventFrames.FORMAT.encode(event).frame().utf8(), StandardCharsets.UTF_8)
        .replaceAll("\\[\"u\\d+\",", "[\"u0\",");
  }

  private static DataChange update(String members) throws InvalidFrame {
    return ConversationRequest.update(read(members));
  }

  private static Optional<Instant> banned(String value) throws InvalidFrame {
    return ConversationRequest.standing(
            read("'conversationId':'c','userId':'u','bannedUntil':" + value))
        .change()
        .bannedUntil();
  }

  private static Payload read(String members) throws InvalidFrame {
    byte[] json = ("{" + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new PayloadReader(Limits.DEFAULT).read(json, json.length);
  }

  private static String refusal(String event, String members) {
    String id = members.contains("conversationId") ? "" : "'conversationId':'c',";
    String frame = "{'event':'" + event + "','payload':{" + id + members + "}}";
    byte[] json = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Command command = new FrameDecoder(Limits.DEFAULT).decode(json, 0, json.length).command();
    return ((Command.Invalid) command).refusal().text();
  }
}
