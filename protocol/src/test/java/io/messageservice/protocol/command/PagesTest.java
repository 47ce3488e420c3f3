package io.messageservice.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.application.port.in.message.FetchMessages.Direction;
import io.messageservice.application.port.in.message.FetchMessages.Fetched;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.json.Cursors;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {

  private static final int MAX_BYTES = 128 << 10;
  private static final ConversationId ID = new ConversationId("c");

  /** Six bytes each on the way out. */
  private static final String ESCAPED = "\u0001".repeat(10_000);

  @Test
  void aPageIsBoundedAsItIsEncoded() {
    TextFrame page =
        FetchMessagesCommand.reply(null, fetched(Direction.AFTER, 10, ESCAPED, false), MAX_BYTES);

    assertThat(page.utf8().length).isLessThanOrEqualTo(MAX_BYTES);
    assertThat(seqs(page)).containsExactly(1L, 2L);
    assertThat(text(page)).endsWith("],\"more\":true}");
  }

  @Test
  void aPageBackwardsKeepsItsNewestMessages() {
    TextFrame page =
        FetchMessagesCommand.reply(null, fetched(Direction.BEFORE, 10, ESCAPED, false), MAX_BYTES);

    assertThat(seqs(page)).containsExactly(9L, 10L);
    assertThat(text(page)).endsWith("],\"more\":true}");
  }

  @Test
  void aPageThatFitsIsWhole() {
    TextFrame page =
        FetchMessagesCommand.reply(
            new Ref("7", true), fetched(Direction.BEFORE, 3, "x", true), MAX_BYTES);

    assertThat(seqs(page)).containsExactly(1L, 2L, 3L);
    assertThat(text(page))
        .startsWith(
            "{\"success\":true,\"event\":\"fetchMessages\",\"ref\":7,\"conversationId\":\"c\","
                + "\"messages\":[{\"id\":\"m1\",\"content\":\"x\",")
        .endsWith("],\"more\":true}");
  }

  @Test
  void aPageCountsOwnReactionsToo() {
    Fetched three = fetched(Direction.AFTER, 3, ESCAPED.substring(0, 6_900), false);
    List<OwnReactions> own = new ArrayList<>();
    for (int seq = 1; seq <= 3; seq++) {
      own.add(new OwnReactions(seq, reactions(seq == 2 ? 20 : 1)));
    }

    TextFrame page =
        FetchMessagesCommand.reply(
            null, new Fetched(ID, Direction.AFTER, three.page(), own), MAX_BYTES);

    assertThat(seqs(FetchMessagesCommand.reply(null, three, MAX_BYTES))).hasSize(3);
    assertThat(seqs(page)).containsExactly(1L, 2L, 1L, 2L);
    assertThat(page.utf8().length).isLessThanOrEqualTo(MAX_BYTES);
    assertThat(text(page)).contains("],\"ownReactions\":[{\"seq\":1,\"reactions\":[\"");
  }

  /** As long as they can be. */
  private static List<Reaction> reactions(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new Reaction("😀".repeat(63) + (char) ('a' + n)))
        .toList();
  }

  @Test
  void aPageOfReactionsEndsWhereItsFrameDoesAndGoesOnBehindTheLast() {
    List<GivenReaction> all = new ArrayList<>();
    for (int n = 1; n <= 200; n++) {
      all.add(
          new GivenReaction(
              reactions(1).get(0), new UserId("é".repeat(124) + String.format("%04d", n)), n));
    }

    byte[] whole =
        Json.write(FetchReactionsCommand.members(new ReactionPage(all, false), 512 << 10));
    byte[] part = Json.write(FetchReactionsCommand.members(new ReactionPage(all, false), 64 << 10));

    assertThat(new String(whole, StandardCharsets.UTF_8)).endsWith("0200\"}]}");
    assertThat(part.length).isBetween(55 << 10, 64 << 10);
    int last = found(TextFrame.kept(part), "\"userId\"").size();
    assertThat(new String(part, StandardCharsets.UTF_8))
        .endsWith("],\"cursor\":\"" + Cursors.text((long) last) + "\"}");
  }

  @Test
  void anEmptyPageHasNoMessages() {
    TextFrame page =
        FetchMessagesCommand.reply(null, fetched(Direction.AFTER, 0, "", false), MAX_BYTES);

    assertThat(text(page))
        .isEqualTo(
            "{\"success\":true,\"event\":\"fetchMessages\",\"conversationId\":\"c\","
                + "\"messages\":[],\"more\":false}");
  }

  @Test
  void whatWasStoredUnderALargerLimitComesAlone() {
    String huge = "x".repeat(2 * MAX_BYTES);

    TextFrame page =
        FetchMessagesCommand.reply(null, fetched(Direction.AFTER, 3, huge, false), MAX_BYTES);

    assertThat(seqs(page)).containsExactly(1L);
    assertThat(text(page)).endsWith("],\"more\":true}");
  }

  @Test
  void aListingIsBoundedAsItIsEncodedAndGoesOnBehindTheLast() {
    List<Listed> all = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      all.add(listed("c" + i, i, 3));
    }

    TextFrame page = listing(all);

    assertThat(page.utf8().length).isLessThanOrEqualTo(MAX_BYTES);
    String cursor =
        Cursors.text(
            new Place(
                Cursor.after(all.get(1).conversation()),
                new ListingPoint("began"),
                Optional.of(new ListingPoint("since"))));
    assertThat(text(page))
        .contains("\"conversationId\":\"c2\"")
        .doesNotContain("\"conversationId\":\"c3\"")
        .endsWith("],\"cursor\":\"" + cursor + "\"}");
  }

  @Test
  void theLastPageSaysSinceWhenItIsComplete() {
    assertThat(text(listing(List.of(listed("c", 1, 3)))))
        .endsWith("\"unread\":1}],\"since\":\"began\"}");
    assertThat(text(listing(List.of(), true)))
        .endsWith("\"conversations\":[],\"since\":\"began\",\"reset\":true}");
  }

  @Test
  void whatIsThereNoMoreStandsAmongTheOthers() {
    NoLonger gone = new NoLonger(new ConversationId("d"), 5);

    assertThat(text(listing(List.of(listed("c", 1, 3), gone), false)))
        .endsWith(
            "\"unread\":1},{\"conversationId\":\"d\",\"removed\":true}],\"since\":\"began\"}");
  }

  @Test
  void aListingNamesAHundredParticipantsAndCountsAll() {
    TextFrame page = listing(List.of(listed("c", 1, 250)));

    assertThat(found(page, "\"user\\d+\"")).hasSize(100).doesNotHaveDuplicates();
    assertThat(text(page)).contains("\"participantCount\":250");
  }

  private static TextFrame listing(List<Listed> all) {
    return listing(List.copyOf(all), false);
  }

  private static TextFrame listing(List<Entry> all, boolean reset) {
    ListConversations.Page page =
        new ListConversations.Page(
            new Listing(all, Optional.empty(), reset),
            new ListingPoint("began"),
            Optional.of(new ListingPoint("since")));
    return ReplyFrames.success(
        ListConversationsCommand.EVENT,
        null,
        ListConversationsCommand.members(page, new UserId("user0"), MAX_BYTES));
  }

  private static Fetched fetched(Direction direction, int count, String content, boolean more) {
    List<Message> messages = new ArrayList<>();
    for (int seq = 1; seq <= count; seq++) {
      messages.add(message(ID, seq, content));
    }
    return new Fetched(ID, direction, new Page(messages, more));
  }

  private static Listed listed(String id, int minute, int participants) {
    ConversationId conversation = new ConversationId(id);
    Instant at = Instant.EPOCH.plusSeconds(60L * minute);
    List<UserId> users =
        IntStream.range(0, participants).mapToObj(user -> new UserId("user" + user)).toList();
    Conversation open = new Conversation(conversation, Kind.OPEN, Participants.of(users), 1, 1, at);
    return new Listed(
        open,
        Optional.of(message(conversation, 1, ESCAPED)),
        0,
        new Unread(1, 0),
        Preferences.NONE);
  }

  private static Message message(ConversationId conversation, long seq, String content) {
    return new Message(
        new MessageId("m" + seq),
        conversation,
        seq,
        new UserId("ann"),
        new MessageContent(content, List.of()),
        Instant.EPOCH,
        Optional.empty());
  }

  private static List<Long> seqs(TextFrame page) {
    return found(page, "(?<=\"seq\":)\\d+").stream().map(Long::parseLong).toList();
  }

  private static List<String> found(TextFrame page, String pattern) {
    return Pattern.compile(pattern).matcher(text(page)).results().map(MatchResult::group).toList();
  }

  private static String text(TextFrame frame) {
    return new String(frame.utf8(), StandardCharsets.UTF_8);
  }
}
