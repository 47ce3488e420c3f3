package io.messageservice.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.SendPermission;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageContentTest {

  private static final Attachment FILE =
      new Attachment(Optional.empty(), "/f", "f", "t", 0, Optional.empty());

  @Test
  void textOrAttachmentIsNeededToBeSent() {
    SendPermission anywhere =
        ((Admission.Granted)
                new Access(AccessPolicy.OPEN, 10)
                    .enter(
                        Optional.empty(),
                        new ConversationId("c"),
                        new UserId("ann"),
                        user -> false))
            .voice();
    assertThat(new MessageContent("", List.of(FILE)).isEmpty()).isFalse();
    assertThat(MessageContent.of("x").isEmpty()).isFalse();
    assertThat(MessageContent.NONE.isEmpty()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Draft(anywhere, MessageContent.of(""), Optional.empty()));
  }

  @Test
  void attachmentsAreCopied() {
    List<Attachment> files = new ArrayList<>(List.of(FILE));
    MessageContent content = new MessageContent("", files);

    files.clear();

    assertThat(content.attachments()).hasSize(1);
  }

  @Test
  void sizeIsThatOfAllItsWordsInUtf16() {
    Attachment file =
        new Attachment(Optional.of("id"), "/url", "name", "type", 0, Optional.of("{}"));

    assertThat(MessageContent.of("\ud83c\udf04").sizeBytes()).isEqualTo(4);
    assertThat(new MessageContent("text", List.of(file, FILE)).sizeBytes())
        .isEqualTo(2 * (4 + 16 + 4));
  }

  @Test
  void attachmentsKeepTheirLimits() {
    assertThat(file("i".repeat(255), "/".repeat(2_048), "n".repeat(255), (1L << 53) - 1))
        .isNotNull();
    refused("i".repeat(256), "/", "n", 0);
    refused("i", "/".repeat(2_049), "n", 0);
    refused("i", "/", "n".repeat(256), 0);
    refused("i", "/", "n", -1);
    refused("i", "/", "n", 1L << 53);
  }

  private static void refused(String id, String url, String name, long size) {
    assertThatIllegalArgumentException().isThrownBy(() -> file(id, url, name, size));
  }

  private static Attachment file(String id, String url, String name, long size) {
    return new Attachment(Optional.of(id), url, name, name, size, Optional.empty());
  }
}
