package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.messageservice.domain.limit.Rate;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, letter by letter. An apostrophe stands for a quotation mark. */
class ClientSessionTest {

  private static final String FORBIDDEN =
      "'error':'no access to this conversation','code':'forbidden'}";

  private Stage stage = new Stage(Optional.empty());

  @Test
  void messageIsAnsweredAndPushed() {
    Stage.Client bob = inRoom("bob");
    Stage.Client ann = inRoom("ann");
    bob.hears();

    ann.says(
        "{'event':'sendMessage','ref':7,'payload':{'conversationId':'c','content':'hé\\n',"
            + "'clientMessageId':'k','attachments':[{'fileUrl':'/f','fileName':'n','fileType':'t',"
            + "'fileSize':1,'metadata':{'a':1.0}}]}}");

    String message =
        "{'id':'#','content':'hé\\n','senderId':'ann','conversationId':'c',"
            + "'createdAt':'2026-01-02T03:04:05.678Z','attachments':[{'fileUrl':'/f',"
            + "'fileName':'n','fileType':'t','fileSize':1,'metadata':{'a':1.0}}],'seq':1,'rev':1,"
            + "'clientMessageId':'k'}";
    assertThat(ann.hears())
        .containsExactly(
            "{'success':true,'event':'sendMessage','ref':7,'message':" + message + "}");
    assertThat(bob.hears()).containsExactly("{'event':'newMessage','data':" + message + "}");
  }

  @Test
  void retryIsMarkedAsDuplicate() {
    Stage.Client ann = client("ann");
    String send =
        "{'event':'sendMessage','payload':{'conversationId':'c','content':'x',"
            + "'clientMessageId':'k'}}";
    ann.says(send).hears();

    assertThat(ann.says(send).hears())
        .containsExactly(
            "{'success':true,'event':'sendMessage','duplicate':true,'message':{'id':'#',"
                + "'content':'x','senderId':'ann','conversationId':'c',"
                + "'createdAt':'2026-01-02T03:04:05.678Z','attachments':[],'seq':1,'rev':1,"
                + "'clientMessageId':'k'}}");
  }

  @Test
  void roomsAreJoinedAndLeft() {
    Stage.Client ann = client("ann");

    ann.says("{'event':'joinConversation','ref':'a','payload':{'conversationId':'c'}}");
    ann.says("{'event':'leaveConversation','payload':{'conversationId':'c'}}");

    assertThat(ann.hears())
        .containsExactly(
            "{'success':true,'event':'joinConversation','ref':'a','conversationId':'c',"
                + "'kind':'open','seq':0,'rev':0,'firstSeq':1,'epoch':'#','readUpTo':0,'unread':0,'readers':[],'onlineCount':1,'online':['ann']}",
            "{'success':true,'event':'leaveConversation','conversationId':'c'}");
  }

  @Test
  void readingIsAnsweredAndPushed() {
    Stage.Client bob = inRoom("bob");
    Stage.Client ann = inRoom("ann");
    bob.hears();
    ann.says("{'event':'sendMessage','payload':{'conversationId':'c','content':'x'}}");
    stage.settle();
    String id = idIn(ann.raw.get(0));
    ann.hears();
    bob.hears();

    bob.says("{'event':'markAsRead','payload':{'messageId':'" + id + "'}}");
    assertThat(bob.hears())
        .containsExactly("{'success':true,'event':'markAsRead','messageId':'#','read':true}");
    assertThat(ann.hears())
        .containsExactly(
            "{'event':'messageReadStatusChanged','data':{'messageId':'#','read':true,"
                + "'conversationId':'c','userId':'bob'}}");

    bob.says("{'event':'markAsRead','payload':{'messageId':'" + id + "','read':false}}");
    bob.says("{'event':'markConversationAsRead','payload':{'conversationId':'c'}}");
    assertThat(bob.hears())
        .endsWith(
            "{'success':true,'event':'markConversationAsRead','conversationId':'c',"
                + "'updatedCount':1}");
    assertThat(ann.hears())
        .endsWith(
            "{'event':'conversationReadStatusChanged','data':{'conversationId':'c',"
                + "'userId':'bob','updatedCount':1}}");
  }

  @Test
  void subprotocolHearsOfOneMarkAndTheOthersOfEachMessage() {
    Stage.Client bob = inRoom("bob");
    Stage.Client eve = inRoom("eve");
    Stage.Client ann = stage.client("ann", Dialect.V1);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ann.hears();
      ann.says("{'event':'sendMessage','payload':{'conversationId':'c','content':'x'}}");
      stage.settle();
      ids.add(idIn(ann.raw.get(0)));
    }
    ann.hears();
    bob.hears();
    eve.hears();

    bob.says("{'event':'markConversationAsRead','payload':{'conversationId':'c','upToSeq':2}}");
    stage.settle();
    assertThat(ann.raw.get(0)).contains(ids.get(1));
    assertThat(ann.hears())
        .containsExactly(
            "{'event':'messageReadStatusChanged','data':{'messageId':'#','read':true,"
                + "'conversationId':'c','userId':'bob','seq':2,'readUpTo':2}}",
            "{'event':'conversationReadStatusChanged','data':{'conversationId':'c',"
                + "'userId':'bob','updatedCount':2}}");
    String each =
        "{'event':'messageReadStatusChanged','data':{'messageId':'#','read':true,"
            + "'conversationId':'c','userId':'bob'}}";
    assertThat(eve.hears())
        .containsExactly(
            each,
            each,
            "{'event':'conversationReadStatusChanged','data':{'conversationId':'c',"
                + "'userId':'bob','updatedCount':2}}");
    assertThat(bob.hears())
        .containsExactly(
            "{'success':true,'event':'markConversationAsRead','conversationId':'c',"
                + "'updatedCount':2}");

    bob.says("{'event':'markAsRead','payload':{'messageId':'" + ids.get(1) + "','read':false}}");
    assertThat(ann.hears())
        .containsExactly(
            "{'event':'messageReadStatusChanged','data':{'messageId':'#','read':false,"
                + "'conversationId':'c','userId':'bob','seq':2,'readUpTo':1}}");
    assertThat(eve.hears())
        .containsExactly(
            "{'event':'messageReadStatusChanged','data':{'messageId':'#','read':false,"
                + "'conversationId':'c','userId':'bob'}}");
  }

  @Test
  void typingIsPushedAndAnsweredOnlyToARef() {
    Stage.Client bob = inRoom("bob");
    Stage.Client ann = inRoom("ann");
    bob.hears();

    ann.says("{'event':'typing','payload':{'conversationId':'c','isTyping':true}}");
    assertThat(ann.hears()).isEmpty();
    assertThat(bob.hears())
        .containsExactly(
            "{'event':'userTyping','data':{'userId':'ann','username':'ann X',"
                + "'conversationId':'c','isTyping':true}}");

    ann.says("{'event':'typing','ref':1,'payload':{'conversationId':'c','isTyping':true}}");
    assertThat(ann.hears()).containsExactly("{'success':true,'event':'typing','ref':1}");
  }

  @Test
  void presenceIsPushed() {
    Stage.Client ann = client("ann");

    client("bob");

    assertThat(ann.hears())
        .containsExactly("{'event':'userOnline','data':{'userId':'bob','username':'bob X'}}");
  }

  @Test
  void pingsArePonged() {
    Stage.Client ann = client("ann");

    ann.says("{'event':'ping','payload':{}}").says("{'event':'ping','ref':1}");
    ann.says("{'event':'pong'}").says("{'event':'pong','ref':2}");

    assertThat(ann.hears())
        .containsExactly(
            "{'event':'pong','data':{}}",
            "{'event':'pong','ref':1,'data':{}}",
            "{'success':true,'event':'pong','ref':2}");
  }

  @Test
  void historyIsFetched() {
    Stage.Client ann = client("ann");
    ann.says("{'event':'sendMessage','payload':{'conversationId':'c','content':'x'}}");

    ann.says("{'event':'fetchMessages','payload':{'conversationId':'c','limit':1}}");

    assertThat(ann.hears())
        .endsWith(
            "{'success':true,'event':'fetchMessages','conversationId':'c','messages':[{'id':'#',"
                + "'content':'x','senderId':'ann','conversationId':'c',"
                + "'createdAt':'2026-01-02T03:04:05.678Z','attachments':[],'seq':1,'rev':1}],"
                + "'more':false}");
  }

  @Test
  void presenceIsToldOnDemand() {
    Stage.Client bob = client("bob");
    Stage.Client ann = client("ann");
    stage.settle();
    bob.leaves();
    stage.pass();
    ann.hears();

    ann.says("{'event':'getPresence','ref':1,'payload':{'userIds':['ann','bob','eve']}}");

    assertThat(ann.hears())
        .containsExactly(
            "{'success':true,'event':'getPresence','ref':1,'statuses':["
                + "{'userId':'ann','online':true},"
                + "{'userId':'bob','online':false,'lastSeenAt':'2026-01-02T03:04:05.678Z'},"
                + "{'userId':'eve','online':false}]}");
  }

  @Test
  void presenceIsToldAfterWhatWasAskedBefore() {
    Stage.Client ann = client("ann");

    ann.says("{'event':'joinConversation','ref':1,'payload':{'conversationId':'c'}}");
    ann.says("{'event':'getPresence','ref':2,'payload':{'userIds':['ann']}}");
    ann.says("{'event':'typing','ref':3,'payload':{'conversationId':'c','isTyping':true}}");

    assertThat(ann.hears())
        .extracting(text -> text.replaceAll(".*'ref':(\\d).*", "$1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void conversationsAreListed() {
    Stage.Client ann = client("ann");
    ann.says("{'event':'sendMessage','payload':{'conversationId':'b','content':'y'}}");
    ann.says("{'event':'sendMessage','payload':{'conversationId':'c','content':'x'}}");
    ann.hears();

    ann.says("{'event':'listConversations','ref':1,'payload':{'limit':1}}");
    stage.settle();
    String cursor = ann.raw.get(0).replaceAll(".*\"cursor\":\"([^\"]*)\"}", "$1");
    assertThat(cursor).startsWith("AAABm3ypjy4AAWI");
    ann.says("{'event':'listConversations','payload':{'cursor':'" + cursor + "'}}");

    assertThat(ann.hears())
        .containsExactly(
            "{'success':true,'event':'listConversations','ref':1,'conversations':["
                + "{'conversationId':'b','kind':'open','participants':['ann'],'participantCount':1,"
                + "'role':'member','createdAt':'2026-01-02T03:04:05.678Z','seq':1,'rev':1,"
                + "'updatedAt':'2026-01-02T03:04:05.678Z',"
                + "'lastMessage':{'id':'#','content':'y','senderId':'ann','conversationId':'b',"
                + "'createdAt':'2026-01-02T03:04:05.678Z','attachments':[],'seq':1,'rev':1},"
                + "'readUpTo':0,'unread':0}],"
                + "'cursor':'"
                + cursor
                + "'}",
            "{'success':true,'event':'listConversations','conversations':["
                + "{'conversationId':'c','kind':'open','participants':['ann'],'participantCount':1,"
                + "'role':'member','createdAt':'2026-01-02T03:04:05.678Z','seq':1,'rev':1,"
                + "'updatedAt':'2026-01-02T03:04:05.678Z',"
                + "'lastMessage':{'id':'#','content':'x','senderId':'ann','conversationId':'c',"
                + "'createdAt':'2026-01-02T03:04:05.678Z','attachments':[],'seq':1,'rev':1},"
                + "'readUpTo':0,'unread':0}],'since':'#'}");
  }

  @Test
  void conversationInWhichNothingWasSaidHasNoLastMessage() {
    Stage.Client ann = client("ann");
    ann.says("{'event':'joinConversation','payload':{'conversationId':'c'}}");
    ann.hears();

    ann.says("{'event':'listConversations','payload':{}}");

    assertThat(ann.hears())
        .singleElement(STRING)
        .startsWith(
            "{'success':true,'event':'listConversations','conversations':["
                + "{'conversationId':'c','kind':'open','participants':['ann'],'participantCount':1,"
                + "'role':'member','createdAt':'2026-01-02T03:04:05.678Z','seq':0,'rev':0,")
        .endsWith("Z','readUpTo':0,'unread':0}],'since':'#'}");
  }

  @Test
  void subprotocolIsGreeted() {
    assertThat(stage.client("ann", Dialect.V1).hears())
        .containsExactly(
            "{'event':'hello','data':{'connectionId':'id1','userId':'ann','heartbeatMs':30000,"
                + "'epoch':'#','maxFrameBytes':262144,'since':'#'}}");
    assertThat(client("bob").hears()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x|'event':null,'error':'not a JSON object of at most 32 levels','code':'invalid_format'}",
        "{'event':'no','ref':1}|'event':'no','ref':1,'error':'no such event','code':'unknown_event'}",
        "{'event':'typing','payload':{}}|'event':'typing','error':'conversationId: a string of 1 to "
            + "128 characters, no control characters','code':'invalid_payload'}",
        "{'event':'markAsRead','payload':{'messageId':'none'}}|'event':'markAsRead',"
            + "'error':'no such message','code':'not_found'}",
        "{'event':'fetchMessages','payload':{'conversationId':'q'}}|'event':'fetchMessages',"
            + FORBIDDEN,
        "{'event':'listConversations','payload':{'cursor':'mine'}}|'event':'listConversations',"
            + "'error':'cursor: one that was given with a page','code':'invalid_payload'}",
        "{'event':'markConversationAsRead','payload':{'conversationId':'q'}}|"
            + "'event':'markConversationAsRead',"
            + FORBIDDEN,
        "{'event':'sendMessage','payload':{'conversationId':'q','content':'x','receiverId':'ann'}}|"
            + "'event':'sendMessage','error':'receiverId: not yourself','code':'invalid_payload'}",
      })
  void errorsSayWhatAndNoMore(String text, String error) {
    assertThat(client("ann").says(text).hears()).containsExactly("{'success':false," + error);
  }

  @Test
  void whatIsRefusedAtOnceIsStillAnsweredInTurn() {
    Stage.Client ann = client("ann");

    ann.says("{'event':'fetchMessages','ref':1,'payload':{'conversationId':'c'}}");
    ann.says("{'event':'joinConversation','ref':2,'payload':{'conversationId':'c'}}");
    ann.says("{'event':'joinConversation','ref':3,'payload':{'conversationId':'d'}}");
    ann.says("{'event':'joinConversation','ref':4,'payload':{'conversationId':'e'}}");
    ann.says("{'event':'pong','ref':5}");
    ann.says("{'event':'leaveConversation','ref':6,'payload':{'conversationId':'d'}}");
    ann.says("{'event':'nonsense','ref':7}");

    assertThat(ann.hears())
        .extracting(text -> text.replaceAll(".*'ref':(\\d).*", "$1"))
        .containsExactly("1", "2", "3", "4", "5", "6", "7");
  }

  @Test
  void commandsPastTheRateAreRefused() {
    stage = new Stage(Optional.of(new Rate(100, 1_000_000_000L, 3)));
    Stage.Client ann = client("ann");
    for (int i = 0; i < 4; i++) {
      ann.says("{'event':'ping'}");
    }
    assertThat(ann.hears())
        .containsExactly(
            "{'event':'pong','data':{}}",
            "{'event':'pong','data':{}}",
            "{'event':'pong','data':{}}",
            "{'success':false,'event':'ping','error':'too many commands, slow down',"
                + "'code':'rate_limited'}");

    ann.says("{'event':'pong'}")
        .says("{'event':'typing','payload':{'conversationId':'c','isTyping':true}}");
    assertThat(ann.hears()).isEmpty();
    stage.nanos += 10_000_000L;
    assertThat(ann.says("{'event':'ping'}").hears()).containsExactly("{'event':'pong','data':{}}");
  }

  @Test
  void whoGoesOnThroughFiveThousandRefusalsIsClosed() {
    stage = new Stage(Optional.of(new Rate(1, 3_600_000_000_000L, 1)));
    Stage.Client ann = client("ann");
    Stage.Client bob = client("bob");
    for (int i = 0; i < 5_001; i++) {
      ann.says("{'event':'ping'}");
    }
    assertThat(ann.closes).isEmpty();

    ann.says("{'event':'ping'}").says("{'event':'ping'}");

    assertThat(ann.closes).containsExactly(CloseReason.TOO_MANY_COMMANDS);
    ann.leaves();
    stage.settle();
    assertThat(bob.closes).isEmpty();
  }

  @Test
  void refusalsOfAnotherMinuteAreForgiven() {
    stage = new Stage(Optional.of(new Rate(1, 3_600_000_000_000L, 1)));
    Stage.Client ann = client("ann");
    for (int minute = 0; minute < 3; minute++) {
      for (int i = 0; i < 4_000; i++) {
        ann.says("{'event':'ping'}");
      }
      stage.nanos += 60_000_000_000L;
    }

    assertThat(ann.closes).isEmpty();
  }

  @Test
  void oneConnectionTooManyIsClosed() {
    client("ann");
    Stage.Client second = client("ann");
    Stage.Client third = stage.client("ann", Dialect.V1);

    assertThat(third.closes).containsExactly(CloseReason.TOO_MANY_CONNECTIONS);
    assertThat(third.says("{'event':'ping'}").hears()).isEmpty();
    third.leaves();
    assertThat(second.says("{'event':'ping'}").hears()).hasSize(1);
    assertThat(client("ann").closes).isNotEmpty();
  }

  private Stage.Client client(String user) {
    Stage.Client client = stage.client(user, Dialect.BASE);
    stage.settle();
    return client;
  }

  private Stage.Client inRoom(String user) {
    Stage.Client client = client(user);
    client.says("{'event':'joinConversation','payload':{'conversationId':'c'}}");
    List<String> joined = client.hears();
    assertThat(joined).hasSize(1);
    return client;
  }

  private static String idIn(String text) {
    Matcher id = Pattern.compile("\"id\":\"([^\"]*)\"").matcher(text);
    assertThat(id.find()).isTrue();
    return id.group(1);
  }
}
