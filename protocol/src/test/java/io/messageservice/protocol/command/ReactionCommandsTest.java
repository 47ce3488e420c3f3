package io.messageservice.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.message.Mentions;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.incoming.Command;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text in, values out. An apostrophe stands for a quotation mark. */
class ReactionCommandsTest {

  /** As long as it may be, and one longer. */
  private static final String LONGEST = "😀".repeat(64);

  @Test
  void aReactionIsComposed() {
    ReactToMessageCommand command =
        (ReactToMessageCommand) decode("addReaction", "'messageId':'m','reaction':'e\u0301'");

    assertThat(command.request().reaction()).hasToString("é");
    assertThat(command.request().add()).isTrue();
    assertThat(decode("removeReaction", "'messageId':'m','reaction':'" + LONGEST + "'"))
        .isInstanceOfSatisfying(
            ReactToMessageCommand.class, remove -> assertThat(remove.request().add()).isFalse());
  }

  @Test
  void whatIsTooLongIsNotComposedToLess() {
    String composed = "e\u0301".repeat(64);

    assertThat(decode("addReaction", "'messageId':'m','reaction':'" + composed + "'"))
        .isInstanceOf(ReactToMessageCommand.class);
    assertThat(refusal("addReaction", "'messageId':'m','reaction':'" + composed + "x'"))
        .isEqualTo("reaction: a string of 1 to 64 code points, no controls");
  }

  @Test
  void aPageOfReactionsHasItsPlace() {
    FetchReactionsCommand command =
        (FetchReactionsCommand)
            decode(
                "fetchReactions",
                "'messageId':'m','reaction':'x','cursor':'AAAAAAAAAAM','limit':1000");

    assertThat(command.request().reaction().orElseThrow()).hasToString("x");
    assertThat(command.request().afterRev()).isEqualTo(3);
    assertThat(command.request().limit()).isEqualTo(200);
  }

  @Test
  void aMessageIsReadWithWhatItIs() {
    SendMessageCommand all =
        (SendMessageCommand)
            decode(
                "sendMessage",
                "'conversationId':'c','content':'x','type':'poll','metadata':{ 'a' : 1.0 },"
                    + "'replyTo':'m','mentions':['bob','bob','eve']");
    SendMessageCommand everybody =
        (SendMessageCommand)
            decode("sendMessage", "'conversationId':'c','content':'x','mentions':'all'");
    SendMessageCommand nothing =
        (SendMessageCommand)
            decode(
                "sendMessage",
                "'conversationId':'c','content':'x','type':null,'metadata':null,'replyTo':null,"
                    + "'mentions':null");

    assertThat(all.request().content().metadata()).contains("{\"a\":1.0}");
    assertThat(all.request().about().type().orElseThrow()).hasToString("poll");
    assertThat(all.request().about().replyTo().orElseThrow()).hasToString("m");
    assertThat(all.request().about().mentions().users()).hasToString("[bob, eve]");
    assertThat(everybody.request().about().mentions()).isEqualTo(Mentions.EVERYBODY);
    assertThat(nothing.request().content().metadata()).isEmpty();
    assertThat(nothing.request().about().mentions()).isEqualTo(Mentions.NONE);
    assertThat(nothing.request().about().type()).isEmpty();
  }

  @Test
  void whatIsTooLargeIsNamed() {
    String metadata = "'metadata':{'a':'" + "x".repeat(4_088) + "'}";
    String message = "'conversationId':'c','content':'x',";
    String event = "'conversationId':'c','name':'n',";
    String users = "'u'" + ",'u'".repeat(50);

    assertThat(decode("sendMessage", message + metadata)).isInstanceOf(SendMessageCommand.class);
    assertThat(refusal("sendMessage", message + metadata.replace("'a'", "'ab'")))
        .isEqualTo("metadata: 4096 bytes at most");
    assertThat(refusal("sendMessage", message + "'mentions':[" + users + "]"))
        .isEqualTo("mentions: 50 at most");
    assertThat(decode("sendEvent", event + "'data':'" + "é".repeat(2_047) + "'"))
        .isInstanceOf(SendEventCommand.class);
    assertThat(refusal("sendEvent", event + "'data':'" + "é".repeat(2_047) + "x'"))
        .isEqualTo("data: 4096 bytes at most");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':[1, 2.50]}|{'a':[1,2.50]}",
        "'x'|'x'",
        "12345678901234567890.0|12345678901234567890.0",
        "false|false",
        "null|null",
      })
  void theDataOfAnEventIsAnyJson(String data, String read) {
    SendEventCommand command =
        (SendEventCommand) decode("sendEvent", "'conversationId':'c','name':'n','data':" + data);

    assertThat(command.data()).isEqualTo(read.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "addReaction|'messageId':'m'|reaction: a string of 1 to 64 code points, no controls",
        "addReaction|'messageId':'m','reaction':''|reaction: a string of 1 to 64 code points, no controls",
        "addReaction|'messageId':'m','reaction':'a\\u0007'|reaction: a string of 1 to 64 code points, no controls",
        "removeReaction|'reaction':'x'|messageId: a string of 1 to 128 characters, no control characters",
        "fetchReactions|'messageId':'m','cursor':'x'|cursor: one that was given with a page",
        "fetchReactions|'messageId':'m','cursor':'AAAAAAAAAAA'|cursor: one that was given with a page",
        "sendEvent|'conversationId':'c'|name: a string of 1 to 64 characters, no control characters",
        "sendMessage|'conversationId':'c','content':'x','mentions':[5]|mentions: a string of 1 to 128 characters, no control characters",
        "sendMessage|'conversationId':'c','content':'x','mentions':5|mentions: an array of ids, or \"all\"",
        "sendMessage|'conversationId':'c','content':'x','metadata':5|metadata: an object",
        "sendMessage|'conversationId':'c','content':'x','replyTo':{}|replyTo: a string of 1 to 128 characters, no control characters",
      })
  void whatIsWrongIsNamed(String event, String members, String error) {
    assertThat(refusal(event, members)).isEqualTo(error);
  }

  private static String refusal(String event, String members) {
    return ((Command.Invalid) decode(event, members)).refusal().text();
  }

  private static Command decode(String event, String members) {
    String frame = "{'event':'" + event + "','payload':{" + members + "}}";
    byte[] json = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new FrameDecoder(Limits.DEFAULT).decode(json, 0, json.length).command();
  }
}
