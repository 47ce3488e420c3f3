package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users who block others, as connections of both kinds see it. */
class BlockingFramesTest extends ConversationFrames {

  private final Stage.Client ann = client("ann", Dialect.V1);
  private final Stage.Client bob = client("bob", Dialect.V1);
  private final Stage.Client old = client("bob", Dialect.BASE);

  @BeforeEach
  void annAndBobTalk() {
    ann.says(frame("sendMessage", "'conversationId':'d','receiverId':'bob','content':'one'"));
    bob.says(frame("joinConversation", "'conversationId':'d'"));
    ann.says(frame("joinConversation", "'conversationId':'d'"));
    forget();
  }

  @Test
  void nobodyElseIsToldOfABlock() {
    ann.says(frame("blockUser", "'userId':'bob'"));
    ann.says(frame("blockUser", "'userId':'bob'"));

    String taken = "{'success':true,'event':'blockUser','ref':1,'userId':'bob'}";
    assertThat(ann.hears()).containsExactly(taken, taken);
    assertNothingElse();
  }

  /** The same as for any lack of access. */
  @Test
  void whatIsRefusedSaysNothingOfTheBlock() {
    ann.says(frame("blockUser", "'userId':'bob'"));
    forget();

    old.says(frame("sendMessage", "'conversationId':'d','content':'two'"));
    bob.says(frame("sendEvent", "'conversationId':'d','name':'wave'"));
    bob.says(frame("sendMessage", "'conversationId':'e','receiverId':'ann','content':'two'"));
    bob.says(frame("createConversation", "'kind':'group','participants':['ann']"));

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
                frame("blockUser", "'userId':'bob'"),
                frame("sendMessage", "'conversationId':'d','content':'two'"),
                frame("unblockUser", "'userId':'bob'"),
                frame("sendMessage", "'conversationId':'d','content':'three'"))
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
      ann.says(frame("blockUser", "'userId':'" + user + "'"));
    }
    forget();

    ann.says(frame("listBlocked", "'limit':2"));
    assertThat(ann.hears())
        .containsExactly(
            "{'success':true,'event':'listBlocked','ref':1,'userIds':['bob','dan'],"
                + "'cursor':'ZGFu'}");
    ann.says(frame("listBlocked", "'cursor':'ZGFu'"));
    assertThat(ann.hears())
        .containsExactly("{'success':true,'event':'listBlocked','ref':1,'userIds':['eve']}");
    bob.says(frame("listBlocked", "'limit':2"));
    assertThat(bob.hears())
        .containsExactly("{'success':true,'event':'listBlocked','ref':1,'userIds':[]}");
  }

  @Test
  void nobodyBlocksThemselves() {
    ann.says(frame("blockUser", "'userId':'ann'"));

    assertThat(ann.hears())
        .containsExactly(
            "{'success':false,'event':'blockUser','ref':1,'error':'userId: not yourself',"
                + "'code':'invalid_payload'}");
  }

  private static String forbidden(String event) {
    return "{'success':false,'event':'%s','ref':1,'error':'no access to this conversation','code':'forbidden'}"
        .formatted(event);
  }
}
