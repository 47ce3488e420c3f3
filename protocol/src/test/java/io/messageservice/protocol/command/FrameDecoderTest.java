package io.messageservice.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchMessages.Direction;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.json.Ref;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in, values out. An apostrophe stands for a quotation mark. */
class FrameDecoderTest {

  private final FrameDecoder decoder = new FrameDecoder(Limits.DEFAULT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'sendMessage','payload':{'conversationId':'c','content':'hi','receiverId':'bob',"
            + "'clientMessageId':'k'}}",
        "{'payload':{'clientMessageId':'k','receiverId':'bob','content':'hi','conversationId':'c'},"
            + "'event':'sendMessage'}",
        " {'x':{'event':'ping'},'event':'ping','event':'sendMessage','payload':7,'payload':{"
            + "'conversationId':5,'content':'no','content':'hi','receiverId':null,'more':[{}],"
            + "'receiverId':'bob','conversationId':'c','clientMessageId':'k','attachments':null}} "
      })
  void orderDoublesAndStrangeMembersDoNotMatter(String text) {
    SendMessage.Request request = sent(text);

    assertThat(request.conversation()).hasToString("c");
    assertThat(request.content().text()).isEqualTo("hi");
    assertThat(request.receiver()).hasToString("Optional[bob]");
    assertThat(request.key()).hasToString("Optional[k]");
  }

  @Test
  void nullCountsAsLeftOut() {
    SendMessage.Request request =
        sent(send("'content':'hi','receiverId':null,'clientMessageId':null,'attachments':null"));

    assertThat(request.receiver()).isEmpty();
    assertThat(request.key()).isEmpty();
    assertThat(request.content().attachments()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "joinConversation|'conversationId':'c'|JoinConversationCommand[request=Request[conversation=c, position=Optional.empty]]",
        "joinConversation|'conversationId':'c','epoch':'e'|JoinConversationCommand[request=Request[conversation=c, position=Optional.empty]]",
        "joinConversation|'conversationId':'c','afterSeq':3|JoinConversationCommand[request=Request[conversation=c, position=Optional[ResumePoint[afterSeq=3, afterRev=OptionalLong.empty, epoch=Optional.empty, maxReplay=Optional.empty]]]]",
        "joinConversation|'conversationId':'c','afterSeq':0,'epoch':'e','maxReplay':9|JoinConversationCommand[request=Request[conversation=c, position=Optional[ResumePoint[afterSeq=0, afterRev=OptionalLong.empty, epoch=Optional[e], maxReplay=Optional[9]]]]]",
        "joinConversation|'conversationId':'c','afterSeq':3,'afterRev':2.0|JoinConversationCommand[request=Request[conversation=c, position=Optional[ResumePoint[afterSeq=3, afterRev=OptionalLong[2], epoch=Optional.empty, maxReplay=Optional.empty]]]]",
        "deleteMessage|'messageId':'m'|DeleteMessageCommand[message=m]",
        "leaveConversation|'conversationId':'c'|LeaveConversationCommand[conversation=c]",
        "markConversationAsRead|'conversationId':'c'|MarkConversationAsReadCommand[request=Request["
            + "conversation=c, upToSeq=9223372036854775807]]",
        "markConversationAsRead|'conversationId':'c','upToSeq':0|MarkConversationAsReadCommand[request=Request["
            + "conversation=c, upToSeq=0]]",
        "markAsRead|'messageId':'m'|MarkAsReadCommand[mark=Mark[message=m, read=true]]",
        "markAsRead|'messageId':'m','read':null|MarkAsReadCommand[mark=Mark[message=m, read=true]]",
        "markAsRead|'messageId':'m','read':false|MarkAsReadCommand[mark=Mark[message=m, read=false]]",
        "typing|'conversationId':'c','isTyping':true|TypingCommand[conversation=c, typing=true]",
        "typing|'conversationId':'c','isTyping':false|TypingCommand[conversation=c, typing=false]",
        "getPresence|'userIds':['a','b','a']|GetPresenceCommand[users=[a, b, a]]",
        "getPresence|'userIds':7,'userIds':['a']|GetPresenceCommand[users=[a]]",
        "ping||PingCommand[]",
        "pong||PongCommand[]",
      })
  void commandsAreUnderstood(String event, String payload, String command) {
    String members = payload == null ? "" : payload;

    ClientFrame frame = decode("{'event':'" + event + "','payload':{" + members + "}}");

    assertThat(frame.event()).isEqualTo(event);
    assertThat(frame.command()).hasToString(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|BEFORE|9223372036854775807|50",
        "{'beforeSeq':7,'limit':3}|BEFORE|7|3",
        "{'afterSeq':0,'limit':0}|AFTER|0|1",
        "{'afterSeq':9223372036854775807,'limit':201}|AFTER|9223372036854775807|200",
        "{'afterSeq':null,'beforeSeq':2,'limit':-9223372036854775808}|BEFORE|2|1",
      })
  void pagesAreClamped(String rest, Direction direction, long seq, int limit) {
    String payload = rest.replace("{", "{'conversationId':'c'" + (rest.length() > 2 ? "," : ""));

    Command command = decode("{'event':'fetchMessages','payload':" + payload + "}").command();

    FetchMessages.Request request = ((FetchMessagesCommand) command).request();
    assertThat(request.direction()).isEqualTo(direction);
    assertThat(request.seq()).isEqualTo(seq);
    assertThat(request.limit()).isEqualTo(limit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|Request[after=Optional.empty, limit=50, withHidden=false, since=Optional.empty]",
        "{'limit':201,'cursor':null,'hidden':true}|Request[after=Optional.empty, limit=200,"
            + " withHidden=true, since=Optional.empty]",
        "{'since':'e 7'}|Request[after=Optional.empty, limit=50, withHidden=false,"
            + " since=Optional[ListingPoint[value=e 7]]]",
        "{'limit':0,'cursor':'AAABm3ypjy4AAWMAA2UgNw'}|Request[after=Optional[Place[cursor=Cursor["
            + "lastAtMillis=1767323045678, conversation=c], began=ListingPoint[value=e 7],"
            + " since=Optional.empty]], limit=1, withHidden=false, since=Optional.empty]",
      })
  void listsAreClamped(String payload, String request) {
    Command command = decode("{'event':'listConversations','payload':" + payload + "}").command();

    assertThat(((ListConversationsCommand) command).request()).hasToString(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what is not a frame at all
        "|INVALID_FORMAT|JSON",
        "x|INVALID_FORMAT|JSON",
        "[]|INVALID_FORMAT|object",
        "5|INVALID_FORMAT|object",
        "null|INVALID_FORMAT|object",
        "{|INVALID_FORMAT|JSON",
        "{}|INVALID_FORMAT|event",
        "{'event':5}|INVALID_FORMAT|event",
        "{'event':null}|INVALID_FORMAT|event",
        "{'event':'ping','event':{}}|INVALID_FORMAT|event",
        "{'event':'ping'}x|INVALID_FORMAT|JSON",
        "{'event':'ping'}{}|INVALID_FORMAT|one",
        "{'event':'ping'},|INVALID_FORMAT|JSON",
        // what names no command or no payload
        "{'event':'nope','payload':{}}|UNKNOWN_EVENT|event",
        "{'event':''}|UNKNOWN_EVENT|event",
        "{'event':'Ping'}|UNKNOWN_EVENT|event",
        "{'event':'ping','payload':5}|INVALID_PAYLOAD|payload",
        "{'event':'joinConversation'}|INVALID_PAYLOAD|payload",
        "{'event':'joinConversation','payload':null}|INVALID_PAYLOAD|payload",
        "{'event':'joinConversation','payload':[]}|INVALID_PAYLOAD|payload",
        "{'event':'joinConversation','payload':'c'}|INVALID_PAYLOAD|payload",
        // members
        "{'event':'joinConversation','payload':{}}|INVALID_PAYLOAD|conversationId",
        "{'event':'joinConversation','payload':{'conversationId':''}}|INVALID_PAYLOAD|conversationId",
        "{'event':'joinConversation','payload':{'conversationId':5}}|INVALID_PAYLOAD|conversationId",
        "{'event':'joinConversation','payload':{'conversationId':'c','afterSeq':-1}}|INVALID_PAYLOAD|afterSeq",
        "{'event':'joinConversation','payload':{'conversationId':'c','afterSeq':'1'}}|INVALID_PAYLOAD|afterSeq",
        "{'event':'joinConversation','payload':{'conversationId':'c','afterSeq':1.5}}|INVALID_PAYLOAD|afterSeq",
        "{'event':'joinConversation','payload':{'conversationId':'c','afterSeq':1,'epoch':1}}|INVALID_PAYLOAD|epoch",
        "{'event':'joinConversation','payload':{'conversationId':'c','afterSeq':1,'maxReplay':-1}}|INVALID_PAYLOAD|maxReplay",
        "{'event':'joinConversation','payload':{'conversationId':'a\\nb'}}|INVALID_PAYLOAD|conversationId",
        "{'event':'markAsRead','payload':{'messageId':'m','read':1}}|INVALID_PAYLOAD|read",
        "{'event':'markAsRead','payload':{'read':true}}|INVALID_PAYLOAD|messageId",
        "{'event':'typing','payload':{'conversationId':'c'}}|INVALID_PAYLOAD|isTyping",
        "{'event':'typing','payload':{'conversationId':'c','isTyping':'true'}}|INVALID_PAYLOAD|isTyping",
        "{'event':'markConversationAsRead','payload':{'conversationId':'c','upToSeq':-1}}|INVALID_PAYLOAD|upToSeq",
        "{'event':'markConversationAsRead','payload':{'conversationId':'c','upToSeq':'1'}}|INVALID_PAYLOAD|upToSeq",
        "{'event':'markConversationAsRead','payload':{'conversationId':'c','upToSeq':1.5}}|INVALID_PAYLOAD|upToSeq",
        "{'event':'getPresence','payload':{}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':null}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':'ann'}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':[]}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':['ann',null]}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':['ann',[]]}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':['']}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':['a\\nb']}}|INVALID_PAYLOAD|userIds",
        "{'event':'getPresence','payload':{'userIds':['ann'}}|INVALID_FORMAT|JSON",
        "{'event':'fetchMessages','payload':{'conversationId':'c','limit':1.5}}|INVALID_PAYLOAD|limit",
        "{'event':'fetchMessages','payload':{'conversationId':'c','limit':9223372036854775808}}|INVALID_PAYLOAD|limit",
        "{'event':'fetchMessages','payload':{'conversationId':'c','afterSeq':-1}}|INVALID_PAYLOAD|afterSeq",
        "{'event':'fetchMessages','payload':{'conversationId':'c','afterSeq':1,'beforeSeq':5}}|INVALID_PAYLOAD|beforeSeq",
        "{'event':'listConversations'}|INVALID_PAYLOAD|payload",
        "{'event':'listConversations','payload':{'limit':'1'}}|INVALID_PAYLOAD|limit",
        "{'event':'listConversations','payload':{'cursor':''}}|INVALID_PAYLOAD|cursor",
        "{'event':'listConversations','payload':{'cursor':'mine'}}|INVALID_PAYLOAD|cursor",
        "{'event':'listConversations','payload':{'cursor':5}}|INVALID_PAYLOAD|cursor",
        "{'event':'listConversations','payload':{'cursor':{}}}|INVALID_PAYLOAD|cursor",
        "{'event':'ping','ref':1.5}|INVALID_PAYLOAD|ref",
        "{'event':'ping','ref':true}|INVALID_PAYLOAD|ref",
        "{'event':'ping','ref':{}}|INVALID_PAYLOAD|ref",
      })
  void whatIsWrongIsNamed(String text, Refusal.Code code, String named) {
    Refusal refusal = refused(text == null ? "" : text);

    assertThat(refusal.code()).as(text).isEqualTo(code);
    assertThat(refusal.text()).contains(named);
  }

  @Test
  void twoHundredUsersAreAskedForAtMost() {
    String users = "'u',".repeat(199) + "'u'";

    assertThat(decode(presence(users)).command()).isInstanceOf(GetPresenceCommand.class);

    refused(presence(users + ",'u'"), Refusal.Code.TOO_LARGE, "userIds");
  }

  private static String presence(String users) {
    return "{'event':'getPresence','payload':{'userIds':[" + users + "]}}";
  }

  @Test
  void textsHaveTheirLimitsOnBothSides() {
    assertThat(sent(send("'content':'" + "😀".repeat(10_000) + "'"))).isNotNull();
    refused(send("'content':'" + "x".repeat(10_001) + "'"), Refusal.Code.TOO_LARGE, "content");
    refused(send("'content':''"), Refusal.Code.INVALID_PAYLOAD, "content");
    refused(send("'content':5"), Refusal.Code.INVALID_PAYLOAD, "content");
    assertThat(sent(send("'content':'x','receiverId':'" + "r".repeat(128) + "'"))).isNotNull();
    refused(
        send("'content':'x','receiverId':'" + "r".repeat(129) + "'"),
        Refusal.Code.INVALID_PAYLOAD,
        "receiverId");
    assertThat(sent(send("'content':'x','clientMessageId':'" + "k".repeat(64) + "'"))).isNotNull();
    refused(
        send("'content':'x','clientMessageId':'" + "k".repeat(65) + "'"),
        Refusal.Code.INVALID_PAYLOAD,
        "clientMessageId");
  }

  @Test
  void nestingHasThirtyTwoLevels() {
    assertThat(decode(nested(31)).command()).isEqualTo(new PingCommand());
    assertThat(refused(nested(32)).code()).isEqualTo(Refusal.Code.INVALID_FORMAT);
  }

  @Test
  void largeNumbersThatNobodyAskedForAreIgnored() {
    for (String number : new String[] {"1e999999999", "-0", "9".repeat(900), "0.1E-400"}) {
      assertThat(decode("{'event':'ping','x':" + number + ",'payload':{'y':" + number + "}}"))
          .extracting(ClientFrame::command)
          .isEqualTo(new PingCommand());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'ping','payload':{'a':'%s'}}",
        "{'event':'ping','payload':{'%s':1}}",
        "{'event':'ping','x':[['%s']]}",
        "{'event':'ping','%s':1}",
        "{'event':'ping','ref':'%s'}",
        "{'event':'sendMessage','payload':{'conversationId':'c','content':'%s'}}",
        "{'event':'sendMessage','payload':{'conversationId':'c','attachments':[{'fileUrl':'/f',"
            + "'fileName':'f','fileType':'t','fileSize':1,'metadata':{'a':[{'%s':0}]}}]}}",
        "{'event':'sendMessage','payload':{'conversationId':'c','attachments':[{'fileUrl':'/f',"
            + "'fileName':'f','fileType':'t','fileSize':1,'metadata':'%s'}]}}",
      })
  void noTextHoldsNulOrHalfOfAPair(String text) {
    assertThat(refused(text.replace("%s", "a\\u0000")).code())
        .isEqualTo(Refusal.Code.INVALID_PAYLOAD);
    for (String half : new String[] {"\\ud83d", "\\uDE00", "\\ud83dx", "\\uD83D\\ud83d\\ude00"}) {
      assertThat(refused(text.replace("%s", half)).code()).isEqualTo(Refusal.Code.INVALID_FORMAT);
    }
    for (String good : new String[] {"\\\\u0000", "\\ud83d\\ude00", "\\u00e9", "\\\\ud83d"}) {
      assertThat(decode(text.replace("%s", good)).command()).isNotInstanceOf(Command.Invalid.class);
    }
  }

  @Test
  void nulIsNamedByItsMember() {
    assertThat(refused("{'event':'ping','payload':{'greeting':'\\u0000'}}").text())
        .startsWith("greeting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void otherEncodingsInDisguiseAreNotJson(String charset) {
    byte[] bytes =
        send("'content':'\\u0000'").replace('\'', '"').getBytes(Charset.forName(charset));

    Command command = decoder.decode(bytes, 0, bytes.length).command();

    assertThat(((Command.Invalid) command).refusal().code()).isEqualTo(Refusal.Code.INVALID_FORMAT);
  }

  @Test
  void refsAreKeptAlsoWhereTheRestIsWrong() {
    assertThat(decode("{'event':'nope','ref':'r1'}").ref()).isEqualTo(new Ref("r1", false));
    assertThat(decode("{'ref':12345678901234567890,'event':'ping'}").ref())
        .isEqualTo(new Ref("12345678901234567890", true));
    assertThat(decode("{'event':'ping','ref':null}").ref()).isNull();
    assertThat(decode("{'ref':1}").ref()).isNull();
    assertThat(decode("{'event':'ping','ref':'" + "r".repeat(128) + "'}").ref()).isNotNull();
    assertThat(refused("{'event':'ping','ref':'" + "r".repeat(129) + "'}").text())
        .startsWith("ref");
  }

  @Test
  void attachmentsAreRead() {
    Attachment attachment =
        sent(send(
                "'attachments':[{'id':'i','fileUrl':'https://x.example/f','fileName':'n',"
                    + "'fileType':'t','fileSize':9007199254740991,'other':[1],'metadata':"
                    + "{ 'w' : 1.50, 'big':12345678901234567890123, 'e':1E400, 'n':null,"
                    + "'a':[true,'é\\n']} }]"))
            .content()
            .attachments()
            .get(0);

    assertThat(attachment)
        .isEqualTo(
            new Attachment(
                Optional.of("i"),
                "https://x.example/f",
                "n",
                "t",
                9_007_199_254_740_991L,
                Optional.of(
                    "{'w':1.50,'big':12345678901234567890123,'e':1E400,'n':null,'a':[true,'é\\n']}"
                        .replace('\'', '"'))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fileUrl|'http://x.example/f'|true",
        "fileUrl|'HTTPS://x.example'|true",
        "fileUrl|'/f?a:b'|true",
        "fileUrl|'f/g'|true",
        "fileUrl|'//x.example/f'|false",
        "fileUrl|'/\\\\x.example'|false",
        "fileUrl|'javascript:alert(1)'|false",
        "fileUrl|' javascript:alert(1)'|false",
        "fileUrl|'java\\tscript:alert(1)'|false",
        "fileUrl|'data:text/html,x'|false",
        "fileUrl|'file:///etc/passwd'|false",
        "fileUrl|'http:///x'|false",
        "fileUrl|''|false",
        "fileUrl|null|false",
        "fileUrl|5|false",
        "fileName|null|false",
        "fileType|{}|false",
        "fileSize|0|true",
        "fileSize|9007199254740992|false",
        "fileSize|-1|false",
        "fileSize|1.0|true",
        "fileSize|1.5|false",
        "fileSize|'1'|false",
        "fileSize|99999999999999999999999|false",
        "id|null|true",
        "id|5|false",
        "metadata|null|true",
        "metadata|7|true",
      })
  void attachmentsAreJudged(String member, String value, boolean good) {
    String first = "'" + member + "':" + value;
    StringBuilder text = new StringBuilder("'attachments':[{");
    String rest = "'fileUrl':'/f','fileName':'n','fileType':'t','fileSize':1,";
    text.append(rest).append(first).append("}]");

    Command command = decode(send(text.toString())).command();

    assertThat(command instanceof SendMessageCommand).as(first).isEqualTo(good);
    if (!good) {
      assertThat(((Command.Invalid) command).refusal().text())
          .startsWith("attachments[0]." + member);
    }
  }

  @Test
  void attachmentsHaveTheirLimitsOnBothSides() {
    String file = "{'fileUrl':'/f','fileName':'n','fileType':'t','fileSize':1";
    assertThat(sent(send("'attachments':[" + (file + "},").repeat(9) + file + "}]"))).isNotNull();
    refused(
        send("'attachments':[" + (file + "},").repeat(10) + file + "}]"),
        Refusal.Code.INVALID_PAYLOAD,
        "attachments");
    String room = "x".repeat(4_094);
    assertThat(sent(send("'attachments':[" + file + ",'metadata':'" + room + "'}]"))).isNotNull();
    refused(
        send("'attachments':[" + file + ",'metadata':'x" + room + "'}]"),
        Refusal.Code.TOO_LARGE,
        "attachments[0].metadata");
    refused(send("'attachments':{}"), Refusal.Code.INVALID_PAYLOAD, "attachments");
    refused(send("'attachments':[5]"), Refusal.Code.INVALID_PAYLOAD, "attachments[0]");
    assertThat(sent(send("'content':'x','attachments':[5],'attachments':null"))).isNotNull();
  }

  private static String send(String members) {
    return "{'event':'sendMessage','payload':{'conversationId':'c'," + members + "}}";
  }

  /** A ping in which one member nests so many arrays. */
  private static String nested(int levels) {
    return "{'event':'ping','x':" + "[".repeat(levels) + "]".repeat(levels) + "}";
  }

  private SendMessage.Request sent(String text) {
    Command command = decode(text).command();
    assertThat(command).isInstanceOf(SendMessageCommand.class);
    return ((SendMessageCommand) command).request();
  }

  @Test
  void theCommandDoesNotShowItsToken() {
    ClientFrame frame = decode("{'event':'authenticate','payload':{'token':'abc'}}");

    assertThat(frame.command()).isInstanceOf(AuthenticateCommand.class);
    assertThat(frame.toString()).doesNotContain("abc");
  }

  private void refused(String text, Refusal.Code code, String named) {
    Refusal refusal = refused(text);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.text()).startsWith(named);
  }

  private Refusal refused(String text) {
    Command command = decode(text).command();
    assertThat(command).as(text).isInstanceOf(Command.Invalid.class);
    return ((Command.Invalid) command).refusal();
  }

  /** In the middle of a larger buffer, as a transport has it. */
  private ClientFrame decode(String text) {
    byte[] bytes = ("{{" + text.replace('\'', '"') + "}}").getBytes(StandardCharsets.UTF_8);
    return decoder.decode(bytes, 2, bytes.length - 4);
  }
}
