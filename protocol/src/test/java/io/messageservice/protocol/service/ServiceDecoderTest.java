package io.messageservice.protocol.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.InvalidFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceDecoderTest {

  private static final Map<String, String> SEND =
      Map.of(
          "id",
          "order-7",
          "type",
          "send",
          "conversationId",
          "c",
          "senderId",
          "shop",
          "content",
          "on its way");
  private static final Map<String, String> NOTICE =
      Map.of("id", "n-1", "type", "notice", "userId", "bob", "data", "{ \"a\" : 1.50 }");

  private final ServiceDecoder decoder = new ServiceDecoder(Limits.DEFAULT);

  @Test
  void aMessageBearsTheIdOfItsCommand() throws InvalidFrame {
    assertThat(decoder.decode(SEND))
        .isEqualTo(
            new ServiceCommand.Send(
                new UserId("shop"),
                new DisplayName("shop"),
                new SendMessage.Request(
                    new ConversationId("c"),
                    MessageContent.of("on its way"),
                    Optional.empty(),
                    Optional.of(new ClientMessageId("order-7")))));
  }

  @Test
  void everyFieldOfAMessageCounts() throws InvalidFrame {
    Map<String, String> fields = with(SEND, "senderName", "The shop");
    fields.put("receiverId", "bob");
    fields.put("content", "");
    fields.put(
        "attachments",
        "[{\"fileUrl\":\"/a\",\"fileName\":\"a\",\"fileType\":\"t\",\"fileSize\":1}]");

    assertThat(decoder.decode(fields))
        .asInstanceOf(type(ServiceCommand.Send.class))
        .satisfies(
            send -> {
              assertThat(send.name()).isEqualTo(new DisplayName("The shop"));
              assertThat(send.request().receiver()).contains(new UserId("bob"));
              assertThat(send.request().content())
                  .isEqualTo(
                      new MessageContent(
                          "",
                          List.of(
                              new Attachment(
                                  Optional.empty(), "/a", "a", "t", 1, Optional.empty()))));
            });
  }

  @Test
  void whatIsEmptyCountsAsLeftOut() throws InvalidFrame {
    Map<String, String> fields = with(SEND, "receiverId", "");
    fields.put("attachments", "");
    fields.put("senderName", "");

    assertThat(decoder.decode(fields)).isEqualTo(decoder.decode(SEND));
  }

  @Test
  void dataOfANoticeIsKeptToTheDigit() throws InvalidFrame {
    assertThat(decoder.decode(with(NOTICE, "event", "order")))
        .isEqualTo(
            new ServiceCommand.Notice(new UserId("bob"), new NoticeGiven("order", "{\"a\":1.50}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id|''|id",
        "type|other|type",
        "conversationId|''|conversationId",
        "senderId|''|senderId",
        "content|''|content",
        "attachments|{}|attachments",
        "attachments|[{}]|attachments[0].fileUrl",
        "attachments|[] []|attachments",
        "attachments|[|attachments",
      })
  void aMessageThatIsNotAsItShouldBeIsRefusedByTheFieldsName(
      String field, String value, String named) {
    assertRefused(with(SEND, field, value), Refusal.Code.INVALID_PAYLOAD, named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "userId|''|userId",
        "data|''|data",
        "data|[]|data",
        "data|{\"a\":|data",
        "data|{} {}|data",
        "data|{\"a\":\"\\u0000\"}|a:",
      })
  void aNoticeThatIsNotAsItShouldBeIsRefusedByTheFieldsName(
      String field, String value, String named) {
    assertRefused(with(NOTICE, field, value), Refusal.Code.INVALID_PAYLOAD, named);
  }

  @Test
  void whatIsTooLargeIsRefused() {
    assertRefused(with(SEND, "content", "x".repeat(10_001)), Refusal.Code.TOO_LARGE, "content");
    assertRefused(
        with(NOTICE, "data", "{\"a\":\"" + "x".repeat(NoticeGiven.MAX_DATA_BYTES) + "\"}"),
        Refusal.Code.TOO_LARGE,
        "data");
    assertRefused(with(NOTICE, "event", "x".repeat(65)), Refusal.Code.INVALID_PAYLOAD, "event");
  }

  @Test
  void noTextHoldsTheCharacterZero() {
    assertRefused(with(SEND, "content", "a\0b"), Refusal.Code.INVALID_PAYLOAD, "content");
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> all = new HashMap<>(fields);
    all.put(name, value);
    return all;
  }

  private void assertRefused(Map<String, String> fields, Refusal.Code code, String named) {
    assertThatThrownBy(() -> decoder.decode(fields))
        .asInstanceOf(type(InvalidFrame.class))
        .extracting(InvalidFrame::refusal)
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.text()).startsWith(named);
            });
  }
}
