package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivered marks and preferences, as connections of both kinds see them. */
class PersonalFramesTest extends ConversationFrames {

  private static final String DELIVERED =
      "{'event':'messageDelivered','data':{'conversationId':'c',";

  private final Stage.Client ann = client("ann", Dialect.V1);
  private final Stage.Client bob = client("bob", Dialect.V1);
  private final Stage.Client laptop = client("bob", Dialect.V1);

  /** Clients of the base contract, which hear nothing of all that. */
  PersonalFramesTest() {
    bystander("bob");
    bystander("ann");
  }

  @BeforeEach
  void annWritesTwoMessages() {
    bob.says(command("joinConversation", "'maxReplay':0"));
    ann.says(command("sendMessage", "'content':'one'"));
    ann.says(command("sendMessage", "'content':'two'"));
    forget();
  }

  @Test
  void whatIsDeliveredIsPushedToTheSenderAndTheOwnOtherConnections() {
    bob.says(command("markAsDelivered", "'upToSeq':2"));

    assertThat(bob.hears())
        .containsExactly(
            "{'success':true,'event':'markAsDelivered','ref':1,'conversationId':'c',"
                + "'deliveredUpTo':2}");
    assertThat(ann.hears()).containsExactly(DELIVERED + "'userId':'bob','deliveredUpTo':2}}");
    assertThat(laptop.hears()).containsExactly(DELIVERED + "'userId':'bob','deliveredUpTo':2}}");
    assertNothingElse();
  }

  @Test
  void aMarkDoesNotFallAndEndsAtTheNewestMessage() {
    bob.says(command("markAsDelivered", "'upToSeq':99"));
    assertThat(bob.hears()).singleElement().asString().endsWith("'deliveredUpTo':2}");
    forget();

    bob.says(command("markAsDelivered", "'upToSeq':0"));
    assertThat(bob.hears()).singleElement().asString().endsWith("'deliveredUpTo':2}");
    assertNothingElse();
  }

  @Test
  void whatReadersHaveIsPartOfTheJoinAndOfTheListOfParticipants() {
    bob.says(command("markConversationAsRead", "'upToSeq':1"));
    bob.says(command("markAsDelivered", "'upToSeq':2"));
    forget();

    ann.says(command("joinConversation", "'afterSeq':2"));
    assertThat(ann.hears())
        .singleElement()
        .asString()
        .contains("'readers':[{'userId':'bob','readUpTo':1,'deliveredUpTo':2}]");
    ann.says(command("fetchParticipants", "'limit':9"));
    assertThat(ann.hears())
        .singleElement()
        .asString()
        .endsWith(
            "'participants':[{'userId':'ann','role':'member','readUpTo':0,'deliveredUpTo':0},"
                + "{'userId':'bob','role':'member','readUpTo':1,'deliveredUpTo':2}]}");
  }

  @Test
  void whatIsReadIsDelivered() {
    bob.says(command("markConversationAsRead", "'upToSeq':2"));
    forget();

    bob.says(command("markAsDelivered", "'upToSeq':1"));
    assertThat(bob.hears()).singleElement().asString().endsWith("'deliveredUpTo':2}");
    ann.says(command("joinConversation", "'afterSeq':2"));
    assertThat(ann.hears())
        .singleElement()
        .asString()
        .contains("'readers':[{'userId':'bob','readUpTo':2,'deliveredUpTo':2}]");
  }

  @Test
  void whatIsMutedIsPushedToTheOwnOtherConnections() {
    bob.says(command("setPreferences", "'mutedUntil':'2026-02-03T04:05:06+02:00'"));

    String muted = "'conversationId':'c','mutedUntil':'2026-02-03T02:05:06.000Z','hidden':false}";
    assertThat(bob.hears())
        .containsExactly("{'success':true,'event':'setPreferences','ref':1," + muted);
    assertThat(laptop.hears())
        .containsExactly("{'event':'preferencesChanged','data':{" + muted + "}");
    assertThat(listed("")).endsWith(",'mutedUntil':'2026-02-03T02:05:06.000Z'}],'since':'#'}");
    assertNothingElse();
  }

  @Test
  void aMutingDoesNotEndOrIsEnded() {
    bob.says(command("setPreferences", "'mutedUntil':'forever','hidden':null"));
    assertThat(bob.hears())
        .singleElement()
        .asString()
        .endsWith("'mutedUntil':'forever','hidden':false}");
    assertThat(listed("")).endsWith("'unread':2,'mutedUntil':'forever'}],'since':'#'}");

    bob.says(command("setPreferences", "'mutedUntil':null"));
    assertThat(bob.hears())
        .singleElement()
        .asString()
        .endsWith("'mutedUntil':null,'hidden':false}");
    assertThat(listed("")).endsWith("'unread':2}],'since':'#'}");
  }

  @Test
  void whatIsHiddenIsNotListedUntilTheNextMessage() {
    bob.says(command("setPreferences", "'hidden':true"));
    assertThat(bob.hears()).singleElement().asString().endsWith("'mutedUntil':null,'hidden':true}");
    assertThat(laptop.hears())
        .containsExactly(
            "{'event':'preferencesChanged','data':{'conversationId':'c','mutedUntil':null,"
                + "'hidden':true}}");
    assertThat(listed("")).endsWith("'conversations':[],'since':'#'}");
    assertThat(listed("'hidden':false")).endsWith("'conversations':[],'since':'#'}");
    assertThat(listed("'hidden':true")).endsWith("'unread':2,'hidden':true}],'since':'#'}");

    ann.says(command("sendMessage", "'content':'three'"));
    bob.hears();
    assertThat(listed("")).endsWith("'unread':3}],'since':'#'}");
    bob.says(command("setPreferences", "'mutedUntil':null"));
    assertThat(bob.hears())
        .singleElement()
        .asString()
        .endsWith("'mutedUntil':null,'hidden':false}");
  }

  @Test
  void whoTakesNoPartHasNeither() {
    Stage.Client eve = stage.client("eve", Dialect.V1);
    eve.hears();
    eve.says(command("markAsDelivered", "'upToSeq':1"));
    eve.says(command("setPreferences", "'hidden':true"));

    assertThat(eve.hears())
        .containsExactly(
            "{'success':false,'event':'markAsDelivered','ref':1,'error':'no access to this conversation',"
                + "'code':'forbidden'}",
            "{'success':false,'event':'setPreferences','ref':1,'error':'no access to this conversation',"
                + "'code':'forbidden'}");
  }

  private String listed(String members) {
    bob.says("{'event':'listConversations','payload':{" + members + "}}");
    return bob.hears().toString().replaceAll("^\\[|]$", "");
  }
}
