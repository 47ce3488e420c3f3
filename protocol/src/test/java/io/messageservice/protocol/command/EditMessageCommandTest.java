package io.messageservice.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.incoming.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text in, values out. An apostrophe stands for a quotation mark. */
class EditMessageCommandTest {

  private static final String FILE = "{'fileUrl':'/f','fileName':'n','fileType':'t','fileSize':1}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'content':'hi'|Optional[hi]|Optional.empty|OptionalLong.empty",
        "'content':'hi','attachments':null|Optional[hi]|Optional[[]]|OptionalLong.empty",
        "'content':null|Optional[]|Optional.empty|OptionalLong.empty",
        "'content':''|Optional[]|Optional.empty|OptionalLong.empty",
        "'attachments':[]|Optional.empty|Optional[[]]|OptionalLong.empty",
        "'content':null,'content':'hi','ifRev':12|Optional[hi]|Optional.empty|OptionalLong[12]",
        "'content':'hi','content':null,'ifRev':null|Optional[]|Optional.empty|OptionalLong.empty",
        "'attachments':[{}],'attachments':null,'ifRev':2e0|Optional.empty|Optional[[]]|OptionalLong[2]",
      })
  void whatIsGivenChanges(String members, String text, String attachments, String ifRev) {
    EditMessage.Request request = request(members);

    assertThat(request.message()).hasToString("m");
    assertThat(request.edit().text()).hasToString(text);
    assertThat(request.edit().attachments()).hasToString(attachments);
    assertThat(request.edit().ifRev()).hasToString(ifRev);
  }

  @Test
  void attachmentsAreReadAsThoseOfAMessage() {
    assertThat(request("'attachments':[" + FILE + "]").edit().attachments().orElseThrow())
        .singleElement()
        .hasToString(
            "Attachment[id=Optional.empty, fileUrl=/f, fileName=n, fileType=t, fileSizeBytes=1,"
                + " metadata=Optional.empty]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'x':1|content, attachments, metadata: one of them at least",
        "'ifRev':3|content, attachments, metadata: one of them at least",
        "'content':5|content: a string",
        "'content':'x','ifRev':-1|ifRev: an integer from 0",
        "'content':'x','ifRev':'1'|ifRev: an integer",
        "'attachments':{}|attachments: an array",
        "'attachments':[{}]|attachments[0].fileUrl: a string of at most 2048 characters",
      })
  void whatIsWrongIsNamed(String members, String error) {
    assertThat(decode(members))
        .isInstanceOfSatisfying(
            Command.Invalid.class,
            invalid -> assertThat(invalid.refusal().text()).isEqualTo(error));
  }

  @Test
  void aMessageIsMeasuredWithWhatItKeeps() {
    EditMessage.Request request = request("'content':'x'");

    assertThat(request.fits().test(content("x".repeat(400 << 10)))).isTrue();
    assertThat(request.fits().test(content("x".repeat(449 << 10)))).isFalse();
  }

  private static MessageContent content(String text) {
    return new MessageContent(text, List.of());
  }

  private static EditMessage.Request request(String members) {
    return ((EditMessageCommand) decode(members)).request();
  }

  private static Command decode(String members) {
    String frame = "{'event':'editMessage','payload':{'messageId':'m'," + members + "}}";
    byte[] json = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new FrameDecoder(Limits.DEFAULT).decode(json, 0, json.length).command();
  }
}
