package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reactions, what messages are beside their content, and events of the clients' own, as connections
 * of both kinds see it.
 */
class ReactionsTest {

  private static final String HEAD =
      "{'id':'#','content':'hi','senderId':'ann','conversationId':'c',"
          + "'createdAt':'2026-01-02T03:04:05.678Z','attachments':[],";
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
    id = send("");
    forget();
  }

  @Test
  void aReactionIsAnsweredAndPushedToTheSubprotocol() {
    assertThat(old.says(react("addReaction", "👍", "'ref':7,")).hears())
        .containsExactly(
            "{'success':true,'event':'addReaction','ref':7,'conversationId':'c','messageId':'#',"
                + "'seq':1,'rev':2,'reaction':'👍','count':1}");
    assertThat(bob.hears())
        .containsExactly(
            "{'event':'reactionChanged','data':{'conversationId':'c','messageId':'#','seq':1,"
                + "'rev':2,'reaction':'👍','count':1,'userId':'old','added':true}}");
    forget();

    assertThat(old.says(react("removeReaction", "👍", "")).hears())
        .containsExactly(
            "{'success':true,'event':'removeReaction','conversationId':'c','messageId':'#',"
                + "'seq':1,'rev':3,'reaction':'👍','count':0}");
    assertThat(bob.hears())
        .containsExactly(
            "{'event':'reactionChanged','data':{'conversationId':'c','messageId':'#','seq':1,"
                + "'rev':3,'reaction':'👍','count':0,'userId':'old','added':false}}");
  }

  @Test
  void aRepeatChangesNothing() {
    ann.says(react("addReaction", "👍", ""));
    forget();

    assertThat(ann.says(react("addReaction", "👍", "")).hears())
        .containsExactly(
            "{'success':true,'event':'addReaction','conversationId':'c','messageId':'#',"
                + "'seq':1,'reaction':'👍','count':1}");
    assertThat(ann.says(react("removeReaction", "🎉", "")).hears())
        .containsExactly(
            "{'success':true,'event':'removeReaction','conversationId':'c','messageId':'#',"
                + "'seq':1,'reaction':'🎉','count':0}");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void pagesAndJoinsHaveReactionsAndTheOwnOnes() {
    bob.says(react("addReaction", "👍", ""));
    ann.says(react("addReaction", "👍", ""));
    ann.says(react("addReaction", "e\u0301", ""));
    forget();

    String message =
        HEAD
            + "'seq':1,'rev':4,'reactions':[{'reaction':'👍','count':2,'userIds':['bob','ann']},"
            + "{'reaction':'é','count':1,'userIds':['ann']}]}";
    assertThat(ann.says("{'event':'fetchMessages','payload':{'conversationId':'c'}}").hears())
        .containsExactly(
            "{'success':true,'event':'fetchMessages','conversationId':'c','messages':["
                + message
                + "],'ownReactions':[{'seq':1,'reactions':['👍','é']}],'more':false}");
    assertThat(old.says("{'event':'fetchMessages','payload':{'conversationId':'c'}}").hears())
        .singleElement()
        .asString()
        .endsWith("'messages':[" + message + "],'more':false}");
    assertThat(ann.says("{'event':'joinConversation','payload':{'conversationId':'c'}}").hears())
        .singleElement()
        .asString()
        .endsWith(",'ownReactions':[{'seq':1,'reactions':['👍','é']}]}");
  }

  @Test
  void reactionsAreReadPageByPage() {
    bob.says(react("addReaction", "👍", ""));
    ann.says(react("addReaction", "👍", ""));
    ann.says(react("addReaction", "🎉", ""));
    forget();

    assertThat(ann.says(fetch("'limit':2")).hears())
        .containsExactly(
            "{'success':true,'event':'fetchReactions','reactions':["
                + "{'reaction':'👍','userId':'bob'},{'reaction':'👍','userId':'ann'}],"
                + "'cursor':'AAAAAAAAAAM'}");
    assertThat(ann.says(fetch("'limit':2,'cursor':'AAAAAAAAAAM'")).hears())
        .containsExactly(
            "{'success':true,'event':'fetchReactions','reactions':["
                + "{'reaction':'🎉','userId':'ann'}]}");
    assertThat(ann.says(fetch("'reaction':'👍','cursor':'AAAAAAAAAAI'")).hears())
        .containsExactly(
            "{'success':true,'event':'fetchReactions','reactions':["
                + "{'reaction':'👍','userId':'ann'}]}");
    assertThat(client("eve").says(fetch("'limit':2")).hears())
        .singleElement()
        .asString()
        .contains("'code':'not_found'");
  }

  @Test
  void aMessageSaysWhatItIs() {
    bob.says("{'event':'joinConversation','payload':{'conversationId':'d'}}");
    forget();
    String second =
        send("'type':'poll','metadata':{'a':1.0},'replyTo':'" + id + "','mentions':['bob','eve']");

    String message =
        HEAD
            + "'seq':2,'rev':2,'type':'poll','metadata':{'a':1.0},"
            + "'replyTo':{'messageId':'#','seq':1},'mentions':['bob']}";
    assertThat(bob.hears()).containsExactly("{'event':'newMessage','data':" + message + "}");
    assertThat(old.hears()).containsExactly("{'event':'newMessage','data':" + message + "}");

    ann.says("{'event':'deleteMessage','payload':{'messageId':'" + second + "'}}");
    assertThat(bob.hears())
        .containsExactly(
            "{'event':'messageChanged','data':"
                + HEAD.replace("'content':'hi'", "'content':''")
                + "'seq':2,'rev':3,'type':'poll','deleted':true,"
                + "'deletedAt':'2026-01-02T03:04:05.678Z','deletedBy':'ann'}}");
  }

  @Test
  void metadataIsEdited() {
    ann.says(edit("'metadata':{'a':[1]}"));
    assertThat(bob.hears())
        .singleElement()
        .asString()
        .endsWith("'seq':1,'rev':2,'metadata':{'a':[1]},'editedAt':'2026-01-02T03:04:05.678Z'}}");

    ann.says(edit("'metadata':null"));
    assertThat(bob.hears())
        .singleElement()
        .asString()
        .endsWith("'seq':1,'rev':3,'editedAt':'2026-01-02T03:04:05.678Z'}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type':'systemNote'|forbidden",
        "'type':'SYSTEM'|forbidden",
        "'mentions':'all'|forbidden",
        "'replyTo':'none'|not_found",
        "'type':''|invalid_payload",
        "'metadata':[]|invalid_payload",
        "'mentions':'bob'|invalid_payload",
      })
  void whatMayNotBeSentIsRefused(String members, String code) {
    assertThat(ann.says(message(members)).hears())
        .singleElement()
        .asString()
        .contains("'success':false,'event':'sendMessage'", "'code':'" + code + "'");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void anEventIsForTheOthersInTheRoom() {
    Stage.Client away = client("ann");
    stage.settle();
    away.raw.clear();

    assertThat(ann.says(event("'data':{'x':3},")).hears())
        .containsExactly("{'success':true,'event':'sendEvent','conversationId':'c'}");
    assertThat(bob.hears())
        .containsExactly(
            "{'event':'customEvent','data':"
                + "{'conversationId':'c','userId':'ann','name':'moved','data':{'x':3}}}");
    assertThat(old.hears()).isEmpty();
    assertThat(away.hears()).isEmpty();

    old.says(event(""));
    assertThat(bob.hears()).singleElement().asString().endsWith("'name':'moved','data':null}}");
    assertThat(away.says(event("")).hears())
        .singleElement()
        .asString()
        .contains("'success':false,'event':'sendEvent'", "'code':'forbidden'");
  }

  @Test
  void manyEventsAreAnsweredInOrder() {
    String all =
        IntStream.range(0, 100)
            .mapToObj(n -> event("").replace("'payload'", "'ref':" + n + ",'payload'"))
            .collect(Collectors.joining(",", "[", "]"));
    ann.says("{'event':'fetchMessages','payload':{'conversationId':'c'}}");
    for (int i = 0; i < 9; i++) {
      ann.says(all);
    }

    List<String> answers = ann.hears();
    assertThat(answers).hasSize(901);
    assertThat(answers.get(0)).contains("'event':'fetchMessages'");
    for (int i = 1; i < answers.size(); i++) {
      assertThat(answers.get(i)).contains("'event':'sendEvent','ref':" + (i - 1) % 100 + ",");
    }
    assertThat(bob.hears()).hasSize(900);
  }

  private Stage.Client inRoom(String user, Dialect dialect) {
    return stage
        .client(user, dialect)
        .says("{'event':'joinConversation','payload':{'conversationId':'c'}}");
  }

  private Stage.Client client(String user) {
    Stage.Client client = stage.client(user, Dialect.V1);
    client.hears();
    return client;
  }

  /** Ann sends a message with these members; its id. */
  private String send(String members) {
    ann.says(message(members));
    stage.settle();
    Matcher found = ID.matcher(ann.raw.get(ann.raw.size() - 1));
    assertThat(found.find()).isTrue();
    ann.raw.clear();
    return found.group(1);
  }

  private static String message(String members) {
    String more = members.isEmpty() ? "" : "," + members;
    return "{'event':'sendMessage','payload':{'conversationId':'c','content':'hi'" + more + "}}";
  }

  private String react(String event, String reaction, String ref) {
    return "{'event':'%s',%s'payload':{'messageId':'%s','reaction':'%s'}}"
        .formatted(event, ref, id, reaction);
  }

  private String fetch(String members) {
    return "{'event':'fetchReactions','payload':{'messageId':'" + id + "'," + members + "}}";
  }

  private String edit(String members) {
    return "{'event':'editMessage','payload':{'messageId':'" + id + "'," + members + "}}";
  }

  private static String event(String members) {
    return "{'event':'sendEvent','payload':{" + members + "'conversationId':'c','name':'moved'}}";
  }

  private void forget() {
    stage.settle();
    List.of(ann, bob, old).forEach(Stage.Client::hears);
  }
}
