package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups with roles, bans and data, as connections of both kinds see it. */
class GroupsTest {

  private static final Pattern ID = Pattern.compile("\"conversationId\":\"([^\"]*)\"");
  private static final String AT = "'2026-01-02T03:04:05.678Z'";

  /** What is said of the group after its role, while nothing was sent. */
  private static final String BEGAN = "'createdBy':'ann','createdAt':" + AT + ",'seq':0,";

  private final Stage stage = new Stage(Optional.empty());
  private final Stage.Client ann = stage.client("ann", Dialect.V1);
  private final Stage.Client bob = stage.client("bob", Dialect.V1);
  private final Stage.Client eve = stage.client("eve", Dialect.V1);
  private final Stage.Client old = stage.client("old", Dialect.BASE);

  /** The id of Ann's group of Ann, Bob and Old. */
  private String group = "";

  @BeforeEach
  void annHasAGroup() {
    stage.settle();
    forget();
    ann.says(
        "{'event':'createConversation','payload':{'participants':['bob','old'],'title':'T',"
            + "'metadata':{'a':1.0},'clientConversationId':'k'}}");
    stage.settle();
    Matcher id = ID.matcher(ann.raw.get(0));
    assertThat(id.find()).isTrue();
    group = id.group(1);
  }

  @Test
  void aGroupBeginsWithItsData() {
    String conversation =
        "'conversation':{'conversationId':'g','kind':'group','title':'T','metadata':{'a':1.0},"
            + "'frozen':false,'participants':['ann','bob','old'],'participantCount':3,"
            + "'role':'owner',"
            + BEGAN
            + "'rev':1,'updatedAt':"
            + AT
            + ",'readUpTo':0,'unread':0,'readers':[]}}";
    assertThat(sorted(ann))
        .isEqualTo("{'success':true,'event':'createConversation'," + conversation);
    assertThat(sorted(bob))
        .isEqualTo(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':1,'kind':'group',"
                + "'role':'member','title':'T','avatarUrl':null,'metadata':{'a':1.0},"
                + "'frozen':false,'participantCount':3,'addedUserIds':['ann','bob','old'],"
                + "'roles':[{'userId':'ann','role':'owner'}]}}");

    ann.says(
        "{'event':'createConversation','ref':1,'payload':{'kind':'group','participants':[],"
            + "'clientConversationId':'k'}}");
    assertThat(sorted(ann))
        .isEqualTo(
            "{'success':true,'event':'createConversation','ref':1,'duplicate':true,"
                + conversation);
    assertThat(old.hears()).isEmpty();
  }

  @Test
  void aGroupOfMoreThanAreNamedIsShownWithoutALookUp() {
    forget();
    String others =
        IntStream.range(0, 99).mapToObj(i -> ",'u" + i + "'").collect(Collectors.joining());
    ann.says(
        "{'event':'createConversation','payload':{'participants':['bob'"
            + others
            + "],'title':'M'}}");

    stage.settle();
    assertThat(sorted(ann)).contains("'success':true").contains("'participantCount':101");
    assertThat(bob.hears().toString())
        .contains("'rev':1,'kind':'group','role':'member','title':'M','avatarUrl':null,")
        .endsWith("'participantCount':101,'participantsChanged':true}}]");
  }

  @Test
  void aDirectConversationIsCreatedOnce() {
    forget();
    String create = "{'event':'createConversation','payload':{'kind':'direct','participants':['";
    String direct =
        "'kind':'direct','participants':['ann','bob'],'participantCount':2,'role':'member',"
            + "'createdBy':'ann','createdAt':"
            + AT
            + ",'seq':0,'rev':0,";

    ann.says(create + "bob']}}");
    assertThat(sorted(ann)).contains("'createConversation','conversation':{").contains(direct);
    bob.says(create + "ann']}}");
    assertThat(sorted(bob)).contains("'createConversation','duplicate':true,").contains(direct);
    eve.says(create + "ann'],'title':'T'}}");
    assertThat(sorted(eve)).contains("'code':'invalid_payload'");
  }

  @Test
  void dataIsUpdated() {
    forget();
    ann.says(
        command("updateConversation", "'title':null,'avatarUrl':'/a.png','frozen':true", "ref"));

    assertThat(sorted(ann))
        .isEqualTo(
            "{'success':true,'event':'updateConversation','ref':'ref','conversationId':'g',"
                + "'conversation':{'conversationId':'g','kind':'group','avatarUrl':'/a.png',"
                + "'metadata':{'a':1.0},'frozen':true,'participants':['ann','bob','old'],"
                + "'participantCount':3,'role':'owner',"
                + BEGAN
                + "'rev':2,'updatedAt':"
                + AT
                + "}}");
    assertThat(bob.hears().toString().replace(group, "g"))
        .isEqualTo(
            "[{'event':'conversationChanged','data':{'conversationId':'g','rev':2,'title':null,"
                + "'avatarUrl':'/a.png','metadata':{'a':1.0},'frozen':true,"
                + "'participantCount':3}}]");
    assertThat(old.hears()).isEmpty();

    bob.says(command("updateConversation", "'title':'mine'", "7"));
    assertThat(bob.hears())
        .containsExactly(
            "{'success':false,'event':'updateConversation','ref':'7',"
                + "'error':'your role does not allow this','code':'forbidden'}");
    bob.says(command("sendMessage", "'content':'hi'", "8"));
    assertThat(bob.hears())
        .containsExactly(
            "{'success':false,'event':'sendMessage','ref':'8',"
                + "'error':'the group is frozen','code':'forbidden'}");
  }

  @Test
  void participantsAreAddedAndRemoved() {
    forget();
    ann.says(command("addParticipants", "'userIds':['eve','bob']", "1"));

    assertThat(sorted(ann)).contains("'addParticipants','ref':'1','conversationId':'g'");
    assertThat(sorted(eve))
        .isEqualTo(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':2,'kind':'group',"
                + "'role':'member','title':'T','avatarUrl':null,'metadata':{'a':1.0},"
                + "'frozen':false,'participantCount':4,'addedUserIds':['eve']}}");
    assertThat(sorted(bob))
        .isEqualTo(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':2,"
                + "'participantCount':4,'addedUserIds':['eve']}}");

    ann.says(command("removeParticipant", "'userId':'eve'", "2"));
    assertThat(sorted(ann)).contains("'removeParticipant','ref':'2'").contains("'rev':3");
    assertThat(sorted(bob))
        .isEqualTo(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':3,"
                + "'participantCount':3,'removedUserIds':['eve']}}");
    assertThat(sorted(eve))
        .isEqualTo(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':3,'removed':true}}");
    eve.says(command("joinConversation", "'afterSeq':0", "3"));
    assertThat(sorted(eve)).contains("'code':'forbidden'");
    assertThat(old.hears()).isEmpty();
  }

  @Test
  void usersLeave() {
    forget();
    bob.says(command("leaveGroup", "'x':0", "1"));

    assertThat(bob.hears().stream().map(frame -> frame.replace(group, "g")))
        .containsExactly(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':2,'removed':true}}",
            "{'success':true,'event':'leaveGroup','ref':'1','conversationId':'g'}");
    bob.says(command("leaveGroup", "'x':0", "2"));
    assertThat(sorted(bob))
        .isEqualTo("{'success':true,'event':'leaveGroup','ref':'2','conversationId':'g'}");
    forget();
    ann.says(command("leaveGroup", "'x':0", "3"));
    assertThat(sorted(ann))
        .isEqualTo(
            "{'success':false,'event':'leaveGroup','ref':'3','error':'the last owner of a group"
                + " stays one while others take part','code':'conflict'}");
  }

  @Test
  void rolesAndBansAreSet() {
    ann.says(command("addParticipants", "'userIds':['eve']", "0"));
    stage.settle();
    forget();
    ann.says(command("setParticipant", "'userId':'bob','role':'moderator'", "1"));

    assertThat(sorted(ann)).contains("'setParticipant','ref':'1'").contains("'rev':3");
    assertThat(sorted(bob))
        .isEqualTo(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':3,'kind':'group',"
                + "'role':'moderator','title':'T','avatarUrl':null,'metadata':{'a':1.0},"
                + "'frozen':false,'participantCount':4,"
                + "'roles':[{'userId':'bob','role':'moderator'}]}}");
    assertThat(sorted(eve))
        .isEqualTo(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':3,"
                + "'participantCount':4,'roles':[{'userId':'bob','role':'moderator'}]}}");

    bob.says(command("setParticipant", "'userId':'eve','bannedUntil':'forever'", "2"));
    assertThat(sorted(bob)).contains("'setParticipant','ref':'2'").contains("'role':'moderator'");
    assertThat(sorted(eve)).contains("'removed':true");
    forget();
    ann.says(command("addParticipants", "'userIds':['eve']", "3"));
    assertThat(sorted(ann))
        .isEqualTo(
            "{'success':false,'event':'addParticipants','ref':'3',"
                + "'error':'userId: banned from this conversation','code':'forbidden'}");
    ann.says(command("setParticipant", "'userId':'eve','bannedUntil':null", "4"));
    assertThat(sorted(ann)).contains("'setParticipant','ref':'4'");
    ann.says(command("setParticipant", "'userId':'eve','bannedUntil':null", "5"));
    assertThat(sorted(ann)).contains("'error':'no such participant','code':'not_found'");
    ann.says(command("addParticipants", "'userIds':['eve']", "6"));
    assertThat(sorted(eve)).contains("'addedUserIds':['eve']");
  }

  @Test
  void participantsAreReadPageByPage() {
    ann.says(command("sendMessage", "'content':'hi'", "0"));
    stage.settle();
    forget();

    ann.says(command("fetchParticipants", "'limit':2", "1"));
    assertThat(sorted(ann))
        .isEqualTo(
            "{'success':true,'event':'fetchParticipants','ref':'1','conversationId':'g',"
                + "'participants':[{'userId':'ann','role':'owner','readUpTo':0,'deliveredUpTo':0},"
                + "{'userId':'bob','role':'member','readUpTo':0,'deliveredUpTo':0}],'cursor':'Ym9i'}");
    old.says(command("fetchParticipants", "'cursor':'Ym9i'", "2"));
    assertThat(sorted(old))
        .isEqualTo(
            "{'success':true,'event':'fetchParticipants','ref':'2','conversationId':'g',"
                + "'participants':[{'userId':'old','role':'member','readUpTo':0,'deliveredUpTo':0}]}");
    eve.says(command("fetchParticipants", "'limit':2", "3"));
    assertThat(sorted(eve)).contains("'code':'forbidden'");
  }

  @Test
  void whoComesBackIsSentTheGroupBeforeTheEndOfTheReplay() {
    ann.says(command("addParticipants", "'userIds':['eve']", "0"));
    stage.settle();
    forget();

    bob.says(command("joinConversation", "'afterSeq':0,'afterRev':1", "1"));
    assertThat(bob.hears().stream().skip(1).map(frame -> frame.replace(group, "g")))
        .containsExactly(
            "{'event':'conversationChanged','data':{'conversationId':'g','rev':2,'kind':'group',"
                + "'role':'member','title':'T','avatarUrl':null,'metadata':{'a':1.0},"
                + "'frozen':false,'participantCount':4,'participantsChanged':true}}",
            "{'event':'caughtUp','data':{'conversationId':'g','seq':0,'rev':2}}");
    old.says(command("joinConversation", "'afterSeq':0,'afterRev':1", "2"));
    assertThat(old.hears()).hasSize(1);
  }

  @Test
  void aGroupThatIsOlderThanItsMessagesIsSentBeforeThem() {
    ann.says(command("sendMessage", "'content':'one'", "0"));
    ann.says(command("sendMessage", "'content':'two'", "0"));
    stage.settle();
    forget();

    bob.says(command("joinConversation", "'afterSeq':0,'afterRev':0", "1"));
    assertThat(bob.hears().stream().map(frame -> frame.replaceAll("','data'.*|,'ref'.*", "")))
        .containsExactly(
            "{'success':true,'event':'joinConversation'",
            "{'event':'conversationChanged",
            "{'event':'newMessage",
            "{'event':'newMessage",
            "{'event':'caughtUp");
  }

  @Test
  void whoLagsIsNotSentChangesUntilTheyAreRemoved() {
    forget();
    bob.slow = true;
    ann.says(command("updateConversation", "'title':'one'", "1"));
    stage.settle();
    bob.slow = false;
    ann.says(command("updateConversation", "'title':'two'", "2"));
    assertThat(sorted(bob))
        .isEqualTo("{'event':'lagged','data':{'conversationId':'g','fromSeq':1,'afterRev':1}}");

    ann.says(command("removeParticipant", "'userId':'bob'", "3"));
    assertThat(sorted(bob)).contains("'removed':true");
    ann.says(command("addParticipants", "'userIds':['bob']", "4"));
    assertThat(sorted(bob)).contains("'addedUserIds':['bob']");
  }

  private String command(String event, String members, String ref) {
    return "{'event':'"
        + event
        + "','ref':'"
        + ref
        + "','payload':{'conversationId':'"
        + group
        + "',"
        + members
        + "}}";
  }

  /** The only frame, where the participants of a new group are in the order of their ids. */
  private String sorted(Stage.Client client) {
    return String.join("\n", client.hears())
        .replace(group, "g")
        .replaceAll("\\['(ann|bob|old)','(ann|bob|old)','(ann|bob|old)'\\]", "['ann','bob','old']")
        .replaceAll("\\['(ann|bob)','(ann|bob)'\\]", "['ann','bob']");
  }

  private void forget() {
    stage.settle();
    ann.raw.clear();
    bob.raw.clear();
    eve.raw.clear();
    old.raw.clear();
  }
}
