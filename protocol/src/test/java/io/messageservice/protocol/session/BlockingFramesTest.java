package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users who block others, as connections of both kinds see it. */
class BlockingFramesTest {

  private final Stage stage = new Stage(Optional.empty());
  private final Stage.Client ann = stage.client("ann", Dialect.V1);
  private final Stage.Client bob = stage.client("bob", Dialect.V1);
  private final Stage.Client old = stage.client("bob", Dialect.BASE);
  private final List<Stage.Client> all = List.of(ann, bob, old);

  @BeforeEach
  void annAndBobTalk() {
    ann.says(command("sendMessage", "'conversationId':'d','receiverId':'bob','content':'one'"));
    bob.says(command("joinConversation", "'conversationId':'d'"));
    ann.says(command("joinConversation", "'conversationId':'d'"));
    forget();
  }

  @Test
  void nobodyElseIsToldOfABlock() {
    ann.says(command("blockUser", "'userId':'bob'"));
    ann.says(command("blockUser", "'userId':'bob'"));

    String taken = "{'success':true,'event':'blockUser','ref':1,'userId':'bob'}";
    assertThat(ann.hears()).containsExactly(taken, taken);
    assertNothingElse();
  }

  /** The same as for any lack of access. */
  @Test
  void whatIsRefusedSaysNothingOfTheBlock() {
    ann.says(command("blockUser", "'userId':'bob'"));
    forget();

    old.says(command("sendMessage", "'conversationId':'d','content':'two'"));
    bob.says(command("sendEvent", "'conversationId':'d','name':'wave'"));
    bob.says(command("sendMessage", "'conversationId':'e','receiverId':'ann','content':'two'"));
    bob.says(command("createConversation", "'kind':'group','participants':['ann']"));

    assertThat(old.hears()).singleElement().asString().isEqualTo(forbidden("sendMessage"));
    assertThat(bob.hears())
        .containsExactly(
            forbidden("sendEvent"), forbidden("sendMessage"), forbidden("createConversation"));
    assertNothingElse();
  }

  @Test
  void whatFollowsWaitsUntilABlockHoldsAndUntilItHasEnded() {
    ann.says(
        "["
            + String.join(
                ",",
                command("blockUser", "'userId':'bob'"),
                command("sendMessage", "'conversationId':'d','content':'two'"),
                command("unblockUser", "'userId':'bob'"),
                command("sendMessage", "'conversationId':'d','content':'three'"))
            + "]");

    List<String> heard = ann.hears();
    assertThat(heard.subList(0, 3))
        .containsExactly(
            "{'success':true,'event':'blockUser','ref':1,'userId':'bob'}",
            forbidden("sendMessage"),
            "{'success':true,'event':'unblockUser','ref':1,'userId':'bob'}");
    assertThat(heard).hasSize(4).last().asString().contains("'content':'three'");
  }

  @Test
  void whoIsBlockedIsListedPageByPage() {
    for (String user : List.of("eve", "bob", "dan")) {
      ann.says(command("blockUser", "'userId':'" + user + "'"));
    }
    forget();

    ann.says(command("listBlocked", "'limit':2"));
    assertThat(ann.hears())
        .containsExactly(
            "{'success':true,'event':'listBlocked','ref':1,'userIds':['bob','dan'],"
                + "'cursor':'ZGFu'}");
    ann.says(command("listBlocked", "'cursor':'ZGFu'"));
    assertThat(ann.hears())
        .containsExactly("{'success':true,'event':'listBlocked','ref':1,'userIds':['eve']}");
    bob.says(command("listBlocked", "'limit':2"));
    assertThat(bob.hears())
        .containsExactly("{'success':true,'event':'listBlocked','ref':1,'userIds':[]}");
  }

  @Test
  void nobodyBlocksThemselves() {
    ann.says(command("blockUser", "'userId':'ann'"));

    assertThat(ann.hears())
        .containsExactly(
            "{'success':false,'event':'blockUser','ref':1,'error':'userId: not yourself',"
                + "'code':'invalid_payload'}");
  }

  private static String forbidden(String event) {
    return "{'success':false,'event':'%s','ref':1,'error':'no access to this conversation','code':'forbidden'}"
        .formatted(event);
  }

  private static String command(String event, String members) {
    return "{'event':'" + event + "','ref':1,'payload':{" + members + "}}";
  }

  private void forget() {
    all.forEach(Stage.Client::hears);
  }

  private void assertNothingElse() {
    assertThat(all).allSatisfy(client -> assertThat(client.hears()).isEmpty());
  }
}
