package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are edited and deleted, as connections of both kinds see it. */
class MessageChangesTest {

  private static final String AT = "'createdAt':'2026-01-02T03:04:05.678Z','attachments':[]";
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

  private final Stage stage = new Stage(Optional.empty());
  private final Stage.Client ann = inRoom("ann", Dialect.V1);
  private final Stage.Client bob = inRoom("bob", Dialect.V1);
  private final Stage.Client old = inRoom("old", Dialect.BASE);

  /** The id of Ann's first message. */
  private String id = "";

  @BeforeEach
  void annHasWritten() {
    forget();
    id = send("hi");
    forget();
  }

  @Test
  void anEditIsAnsweredAndPushedToTheSubprotocol() {
    ann.says(
        command("editMessage", "'content':'hi all'").replace("'payload'", "'ref':7,'payload'"));

    String message =
        "{'id':'#','content':'hi all','senderId':'ann','conversationId':'c',"
            + AT
            + ",'seq':1,'rev':2,'editedAt':'2026-01-02T03:04:05.678Z'}";
    assertThat(ann.hears())
        .containsExactly(
            "{'success':true,'event':'editMessage','ref':7,'message':" + message + "}");
    assertThat(bob.hears()).containsExactly("{'event':'messageChanged','data':" + message + "}");
    assertThat(old.hears()).isEmpty();
  }

  @Test
  void aDeletionLeavesATombstone() {
    ann.says(command("deleteMessage", ""));

    String message =
        "{'id':'#','content':'','senderId':'ann','conversationId':'c',"
            + AT
            + ",'seq':1,'rev':2,'deleted':true,'deletedAt':'2026-01-02T03:04:05.678Z',"
            + "'deletedBy':'ann'}";
    assertThat(ann.hears())
        .containsExactly("{'success':true,'event':'deleteMessage','message':" + message + "}");
    assertThat(bob.hears()).containsExactly("{'event':'messageChanged','data':" + message + "}");
    assertThat(old.hears()).isEmpty();

    assertThat(ann.says(command("deleteMessage", "")).hears())
        .containsExactly("{'success':true,'event':'deleteMessage','message':" + message + "}");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void anotherStateIsAConflictWithThePresentOne() {
    ann.says(command("editMessage", "'content':'hi all','ifRev':1"));
    forget();

    assertThat(ann.says(command("editMessage", "'content':'hi there','ifRev':1")).hears())
        .singleElement()
        .asString()
        .startsWith("{'success':false,'event':'editMessage','error':'")
        .contains("','code':'conflict','message':{'id':'#','content':'hi all',", "'rev':2,");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void commandsOfTheBaseContractChangeMessagesToo() {
    old.says("{'event':'sendMessage','payload':{'conversationId':'c','content':'x'}}");
    id = idIn(old);
    bob.hears();

    assertThat(old.says(command("editMessage", "'content':'y'")).hears())
        .singleElement()
        .asString()
        .startsWith("{'success':true,'event':'editMessage','message':{'id':'#','content':'y',");
    assertThat(bob.hears()).singleElement().asString().startsWith("{'event':'messageChanged',");
  }

  @Test
  void othersMayNot() {
    assertThat(bob.says(command("editMessage", "'content':'y'")).hears())
        .singleElement()
        .asString()
        .contains("'success':false", "'code':'forbidden'");
    assertThat(bob.says(command("deleteMessage", "")).hears())
        .singleElement()
        .asString()
        .contains("'success':false", "'code':'forbidden'");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void whoComesBackGetsTheChangesThenTheMessagesAndTheEnd() {
    send("two");
    ann.says(command("editMessage", "'content':'hi all'"));
    send("three");
    forget();

    bob.says(join("'afterSeq':2,'afterRev':2"));

    assertThat(bob.hears())
        .extracting(MessageChangesTest::outline)
        .containsExactly(
            "joinConversation seq 3 rev 4 recovered true",
            "messageChanged hi all seq 1 rev 3",
            "newMessage three seq 3 rev 4",
            "caughtUp seq 3 rev 4");
  }

  @Test
  void whoMissedNothingHasCaughtUpAtOnce() {
    assertThat(bob.says(join("'afterSeq':1,'afterRev':1")).hears())
        .extracting(MessageChangesTest::outline)
        .containsExactly("joinConversation seq 1 rev 1 recovered true", "caughtUp seq 1 rev 1");
  }

  @Test
  void withoutAfterRevThereIsNoEnd() {
    ann.says(command("editMessage", "'content':'hi all'"));
    forget();

    assertThat(bob.says(join("'afterSeq':0")).hears())
        .extracting(MessageChangesTest::outline)
        .containsExactly(
            "joinConversation seq 1 rev 2 recovered true", "newMessage hi all seq 1 rev 2");
  }

  @ParameterizedTest
  @EnumSource
  void changesAreNotResumedWithoutMessages(Dialect dialect) {
    assertThat(client(dialect).says(join("'afterRev':1")).hears())
        .containsExactly(
            "{'success':false,'event':'joinConversation',"
                + "'error':'afterRev: only with afterSeq','code':'invalid_payload'}");
  }

  @Test
  void theBaseContractHasNoChangesToResumeAndNoDeletedMessages() {
    send("two");
    ann.says(command("deleteMessage", ""));
    forget();

    assertThat(old.says(join("'afterSeq':0,'afterRev':0")).hears())
        .extracting(MessageChangesTest::outline)
        .containsExactly(
            "joinConversation seq 2 rev 3 recovered true", "newMessage two seq 2 rev 2");
    assertThat(bob.says(join("'afterSeq':0,'afterRev':0")).hears())
        .extracting(MessageChangesTest::outline)
        .containsExactly(
            "joinConversation seq 2 rev 3 recovered true",
            "newMessage  seq 1 rev 3",
            "newMessage two seq 2 rev 2",
            "caughtUp seq 2 rev 3");
  }

  @Test
  void aPositionBeyondTheHeadIsNotRecovered() {
    assertThat(bob.says(join("'afterSeq':1,'afterRev':2")).hears())
        .extracting(MessageChangesTest::outline)
        .containsExactly("joinConversation seq 1 rev 1 recovered false");
  }

  @Test
  void aRetryOfAnEditedMessageIsAnsweredWithItsState() {
    String first =
        "{'event':'sendMessage','payload':{'conversationId':'c','content':'k','clientMessageId':'k'}}";
    ann.says(first);
    id = idIn(ann);
    ann.says(command("editMessage", "'content':'edited'"));
    forget();

    assertThat(ann.says(first).hears())
        .singleElement()
        .asString()
        .contains("'duplicate':true,'message':{'id':'#','content':'edited'");
    assertThat(ann.says(first.replace("'content':'k'", "'content':'edited'")).hears())
        .singleElement()
        .asString()
        .contains("'code':'invalid_payload'");
  }

  private Stage.Client inRoom(String user, Dialect dialect) {
    return stage.client(user, dialect).says(join("'epoch':null"));
  }

  private Stage.Client client(Dialect dialect) {
    return dialect == Dialect.V1 ? bob : old;
  }

  private static String join(String members) {
    return "{'event':'joinConversation','payload':{'conversationId':'c'," + members + "}}";
  }

  private String send(String content) {
    ann.says(
        "{'event':'sendMessage','payload':{'conversationId':'c','content':'" + content + "'}}");
    return idIn(ann);
  }

  /** The id in what the client was sent last. */
  private String idIn(Stage.Client client) {
    stage.settle();
    Matcher found = ID.matcher(client.raw.get(client.raw.size() - 1));
    assertThat(found.find()).isTrue();
    client.raw.clear();
    return found.group(1);
  }

  private String command(String event, String members) {
    String more = members.isEmpty() ? "" : "," + members;
    return "{'event':'" + event + "','payload':{'messageId':'" + id + "'" + more + "}}";
  }

  private void forget() {
    stage.settle();
    List.of(ann, bob, old).forEach(Stage.Client::hears);
  }

  /** Event, content and position. */
  private static String outline(String heard) {
    StringBuilder outline = new StringBuilder();
    for (String member : List.of("event", "content", "seq", "rev", "recovered")) {
      Matcher found = Pattern.compile("'" + member + "':'?([^',}]*)").matcher(heard);
      if (found.find()) {
        boolean named = !member.equals("event") && !member.equals("content");
        outline.append(named ? " " + member + " " : outline.isEmpty() ? "" : " ");
        outline.append(found.group(1));
      }
    }
    return outline.toString();
  }
}
