package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.json.Cursors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When connections are pushed what is unread, and what a list has that changed. */
class UnreadFramesTest extends ConversationFrames {

  private final Stage.Client ann = client("ann", Dialect.V1);
  private final Stage.Client bob = client("bob", Dialect.V1);
  private final Stage.Client laptop = client("bob", Dialect.V1);
  private final Stage.Client old = client("ann", Dialect.BASE);

  @BeforeEach
  void annWritesToBob() {
    bob.says(command("joinConversation", "'maxReplay':0"));
    ann.says(command("sendMessage", "'content':'one'"));
    ann.says(command("sendMessage", "'content':'two','mentions':['bob']"));
    forget();
    stage.pass();
    forget();
  }

  @Test
  void theGreetingSaysSinceWhenAndSoonTheTotalFollows() {
    laptop.leaves();
    stage.settle();
    Stage.Client phone = stage.client("bob", Dialect.V1);

    assertThat(phone.hears())
        .containsExactly(
            "{'event':'hello','data':{'connectionId':'id1','userId':'bob','heartbeatMs':30000,"
                + "'epoch':'#','maxFrameBytes':262144,'since':'#'}}");
    stage.pass();
    assertThat(phone.hears())
        .containsExactly(
            "{'event':'unreadChanged','data':{'total':{'messages':2,'conversations':1,"
                + "'mentions':1}}}");
    stage.pass();
    assertThat(phone.hears()).isEmpty();
    assertNothingElse();
  }

  @Test
  void whatIsReadElsewhereIsPushedOnce() {
    bob.says(command("markConversationAsRead", "'upToSeq':1"));
    bob.says(command("markConversationAsRead", "'upToSeq':2"));
    forget();
    stage.pass();

    assertThat(laptop.hears()).containsExactly(unread(0, 0, "0,'conversations':0,'mentions':0"));
    assertNothingElse();
  }

  @Test
  void whatIsUnreadAgainElsewhereIsPushed() {
    bob.says(command("markConversationAsRead", "'upToSeq':2"));
    bob.says(command("markAsRead", "'messageId':'" + idOfLast() + "','read':false"));
    forget();
    stage.pass();

    assertThat(laptop.hears()).containsExactly(unread(1, 1, "1,'conversations':1,'mentions':1"));
    assertNothingElse();
  }

  @Test
  void whatIsMutedElsewhereIsPushed() {
    bob.says(command("setPreferences", "'mutedUntil':'forever'"));
    forget();
    stage.pass();

    assertThat(laptop.hears()).containsExactly(unread(2, 1, "0,'conversations':0,'mentions':1"));
    assertNothingElse();
  }

  @Test
  void whatIsDeletedIsPushedToAllButTheSender() {
    old.leaves();
    stage.settle();
    Stage.Client annsPhone = stage.client("ann", Dialect.V1);
    stage.pass();
    annsPhone.hears();
    ann.says("{'event':'deleteMessage','payload':{'messageId':'" + idOfLast() + "'}}");
    forget();
    assertThat(annsPhone.hears()).hasSize(1);
    stage.pass();

    for (Stage.Client client : List.of(bob, laptop)) {
      assertThat(client.hears()).containsExactly(unread(1, 0, "1,'conversations':1,'mentions':0"));
    }
    assertThat(annsPhone.hears()).isEmpty();
    assertNothingElse();
  }

  @Test
  void whoDeletesWhatOthersSentIsPushedItToo() {
    String group = groupOfAnnWith("bob");
    bob.says(inGroup(group, "sendMessage", "'content':'three'"));
    String id = idOf(inGroup(group, "fetchMessages", "'limit':1"));
    ann.says("{'event':'deleteMessage','payload':{'messageId':'" + id + "'}}");
    forget();
    stage.pass();

    assertThat(ann.hears())
        .containsExactly(
            "{'event':'unreadChanged','data':{'conversationId':'"
                + group
                + "','unread':0,"
                + "'unreadMentions':0,'total':{'messages':0,'conversations':0,'mentions':0}}}");
    assertNothingElse();
  }

  @Test
  void whoIsAddedToAGroupIsPushedWhatIsUnreadThereAndWhoIsRemovedTheTotal() {
    String group = groupOfAnnWith("old");
    ann.says(inGroup(group, "sendMessage", "'content':'three'"));
    ann.says(inGroup(group, "addParticipants", "'userIds':['bob']"));
    forget();
    stage.pass();

    for (Stage.Client client : List.of(bob, laptop)) {
      assertThat(client.hears())
          .containsExactly(
              "{'event':'unreadChanged','data':{'conversationId':'"
                  + group
                  + "','unread':1,"
                  + "'unreadMentions':0,'total':{'messages':3,'conversations':2,'mentions':1}}}");
    }

    ann.says(inGroup(group, "removeParticipant", "'userId':'bob'"));
    forget();
    stage.pass();
    for (Stage.Client client : List.of(bob, laptop)) {
      assertThat(client.hears())
          .containsExactly(
              "{'event':'unreadChanged','data':{'total':{'messages':2,'conversations':1,"
                  + "'mentions':1}}}");
    }
    assertNothingElse();
  }

  @Test
  void aListHasUnreadMentions() {
    bob.says("{'event':'listConversations','payload':{}}");
    assertThat(bob.hears()).singleElement().asString().contains("'unread':2,'unreadMentions':1");
    ann.says("{'event':'listConversations','payload':{}}");
    assertThat(ann.hears()).singleElement().asString().doesNotContain("unreadM");
  }

  @Test
  void whatIsOnlySentIsNot() {
    ann.says(command("sendMessage", "'content':'three'"));
    ann.says("{'event':'addReaction','payload':{'messageId':'" + idOfLast() + "','reaction':'+'}}");
    forget();
    stage.pass();

    assertNothingElse();
  }

  @Test
  void whoJoinsAgainAfterALagIsPushedIt() {
    bob.slow = true;
    ann.says(command("sendMessage", "'content':'three'"));
    forget();
    bob.slow = false;
    stage.pass();
    bob.says(command("joinConversation", "'afterSeq':2,'afterRev':2"));
    forget();
    stage.pass();

    assertThat(bob.hears()).containsExactly(unread(3, 1, "3,'conversations':1,'mentions':1"));
    bob.says(command("joinConversation", "'afterSeq':3,'afterRev':3"));
    forget();
    stage.pass();
    assertNothingElse();
  }

  @Test
  void aListHasWhatChangedSince() {
    bob.says("{'event':'listConversations','payload':{}}");
    String since = member("since", raw(bob));
    bob.says(list(since));
    assertThat(bob.hears())
        .containsExactly(
            "{'success':true,'event':'listConversations','ref':1,'conversations':[],'since':'#'}");

    ann.says("{'event':'sendMessage','payload':{'conversationId':'d','content':'three'}}");
    bob.says(command("leaveConversation", "'ref':1"));
    laptop.says(command("leaveConversation", "'ref':1"));
    bob.says("{'event':'joinConversation','payload':{'conversationId':'d'}}");
    forget();
    bob.says(list(since));
    assertThat(bob.hears())
        .singleElement()
        .asString()
        .contains("'conversationId':'d','kind':'open'", "{'conversationId':'c','removed':true}")
        .endsWith("],'since':'#'}");
  }

  @Test
  void whatIsNoPointListsAllFromTheFirstPageOn() {
    ann.says("{'event':'sendMessage','payload':{'conversationId':'d','content':'three'}}");
    forget();
    ann.says(
        "{'event':'listConversations','ref':1,'payload':{'since':'of another store','limit':1}}");
    String first = raw(ann);
    assertThat(first).contains("\"cursor\":\"").endsWith(",\"reset\":true}");

    ann.says(next(member("cursor", first)));
    assertThat(ann.hears()).singleElement().asString().endsWith("'unread':0}],'since':'#'}");
  }

  @Test
  void aListOfChangesThatCannotGoOnBeginsAnewWithAll() {
    ann.says("{'event':'sendMessage','payload':{'conversationId':'d','content':'three'}}");
    forget();
    Cursor end = new Cursor(0, new ConversationId("z"));
    ListingPoint other = new ListingPoint("of another store");

    ann.says(next(Cursors.text(new Place(end, other, Optional.of(other)))));

    assertThat(ann.hears())
        .singleElement()
        .asString()
        .contains("'conversationId':'c'", "'conversationId':'d'")
        .endsWith("],'since':'#','reset':true}");
  }

  private static String next(String cursor) {
    return "{'event':'listConversations','payload':{'cursor':'" + cursor + "'}}";
  }

  /** The last message in the conversation. */
  private String idOfLast() {
    return idOf(command("fetchMessages", "'limit':1"));
  }

  private String idOf(String fetch) {
    forget();
    ann.says(fetch);
    return member("id", raw(ann));
  }

  private String groupOfAnnWith(String other) {
    forget();
    ann.says("{'event':'createConversation','payload':{'participants':['" + other + "']}}");
    String group = member("conversationId", raw(ann));
    stage.pass();
    forget();
    return group;
  }

  private static String inGroup(String group, String event, String members) {
    String payload = "{'conversationId':'" + group + "'," + members + "}";
    return "{'event':'" + event + "','payload':" + payload + "}";
  }

  /** The only frame, as it was sent. */
  private String raw(Stage.Client client) {
    stage.settle();
    assertThat(client.raw).hasSize(1);
    return client.raw.remove(0);
  }

  private static String member(String name, String frame) {
    return frame.replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
  }

  private static String list(String since) {
    return "{'event':'listConversations','ref':1,'payload':{'since':'" + since + "'}}";
  }

  private static String unread(int messages, int mentions, String total) {
    return "{'event':'unreadChanged','data':{'conversationId':'c','unread':"
        + messages
        + ",'unreadMentions':"
        + mentions
        + ",'total':{'messages':"
        + total
        + "}}}";
  }
}
