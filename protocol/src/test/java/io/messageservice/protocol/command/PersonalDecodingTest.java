package io.messageservice.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.personal.ListBlocked;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.command.personal.BlockUserCommand;
import io.messageservice.protocol.command.personal.ListBlockedCommand;
import io.messageservice.protocol.command.personal.MarkAsDeliveredCommand;
import io.messageservice.protocol.command.personal.SetPreferencesCommand;
import io.messageservice.protocol.incoming.Command;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands for marks and preferences are read as. */
class PersonalDecodingTest {

  @Test
  void aPositionIsDelivered() {
    MarkAsDeliveredCommand command =
        (MarkAsDeliveredCommand) decode("markAsDelivered", "'upToSeq':7.0,'hidden':5");

    assertThat(command.request().conversation()).isEqualTo(new ConversationId("c"));
    assertThat(command.request().upToSeq()).isEqualTo(7);
  }

  @Test
  void whatIsLeftOutStaysAsItIs() {
    assertThat(change("'hidden':false"))
        .isEqualTo(new PreferencesChange(Optional.empty(), Optional.of(false)));
    assertThat(change("'mutedUntil':null,'hidden':null"))
        .isEqualTo(new PreferencesChange(Optional.of(Preferences.NOT_MUTED), Optional.empty()));
    assertThat(change("'mutedUntil':'forever','hidden':true"))
        .isEqualTo(new PreferencesChange(Optional.of(Preferences.FOR_EVER), Optional.of(true)));
    assertThat(change("'mutedUntil':'2026-02-03t04:05:06.123456789+02:00'").mutedUntil())
        .contains(Instant.parse("2026-02-03T02:05:06.123Z"));
  }

  @Test
  void aUserIsBlockedUntilThatEnds() {
    assertThat(decode("blockUser", "'userId':'bob'"))
        .isEqualTo(new BlockUserCommand(new UserId("bob"), true));
    assertThat(decode("unblockUser", "'userId':'bob'"))
        .isEqualTo(new BlockUserCommand(new UserId("bob"), false));
  }

  @Test
  void aPageOfThoseWhoAreBlockedBeginsBehindTheLast() {
    assertThat(decode("listBlocked", "'limit':null"))
        .isEqualTo(new ListBlockedCommand(new ListBlocked.Request(Optional.empty(), 100)));
    assertThat(decode("listBlocked", "'limit':500,'cursor':'Ym9i'"))
        .isEqualTo(
            new ListBlockedCommand(new ListBlocked.Request(Optional.of(new UserId("bob")), 200)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "markAsDelivered|'seq':1|upToSeq: an integer from 0",
        "markAsDelivered|'upToSeq':null|upToSeq: an integer from 0",
        "markAsDelivered|'upToSeq':-1|upToSeq: an integer from 0",
        "markAsDelivered|'upToSeq':1.5|upToSeq: an integer",
        "markAsDelivered|'upToSeq':'1'|upToSeq: an integer",
        "markAsDelivered|'upToSeq':1,'conversationId':''|conversationId: a string of 1 to 128 characters, no control characters",
        "setPreferences|'muted':true|mutedUntil, hidden: one of them at least",
        "setPreferences|'hidden':null|mutedUntil, hidden: one of them at least",
        "setPreferences|'hidden':'true'|hidden: true or false",
        "setPreferences|'hidden':1|hidden: true or false",
        "setPreferences|'mutedUntil':1767225600|mutedUntil: a string",
        "setPreferences|'mutedUntil':true,'hidden':true|mutedUntil: a string",
        "setPreferences|'mutedUntil':''|mutedUntil: a time to come as RFC 3339 has it, or forever",
        "setPreferences|'mutedUntil':'2026-02-30T04:05:06Z'|mutedUntil: a time to come as RFC 3339 has it, or forever",
        "setPreferences|'mutedUntil':'1970-01-01T00:00:00Z'|mutedUntil: a time to come as RFC 3339 has it, or forever",
        "blockUser|'userIds':['bob']|userId: a string of 1 to 128 characters, no control characters",
        "unblockUser|'userId':7|userId: a string of 1 to 128 characters, no control characters",
        "listBlocked|'cursor':'Ym9i='|cursor: one that was given with a page",
        "listBlocked|'cursor':7|cursor: one that was given with a page",
        "listBlocked|'limit':'7'|limit: an integer",
        "listConversations|'hidden':'yes'|hidden: true or false",
        "listConversations|'since':7|since: a string of 1 to 512 characters, no control characters",
        "listConversations|'since':''|since: a string of 1 to 512 characters, no control characters",
        "listConversations|'cursor':'AAABm3ypjy5j'|cursor: one that was given with a page",
      })
  void whatIsWrongIsNamed(String event, String members, String error) {
    assertThat(((Command.Invalid) decode(event, members)).refusal().text()).isEqualTo(error);
  }

  private static PreferencesChange change(String members) {
    return ((SetPreferencesCommand) decode("setPreferences", members)).change();
  }

  private static Command decode(String event, String members) {
    String frame = "{'event':'" + event + "','payload':{'conversationId':'c'," + members + "}}";
    byte[] json = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new FrameDecoder(Limits.DEFAULT).decode(json, 0, json.length).command();
  }
}
