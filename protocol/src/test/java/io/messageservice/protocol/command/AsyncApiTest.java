package io.messageservice.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.OnlineUsers;
import io.messageservice.application.port.in.group.AddParticipants;
import io.messageservice.application.port.in.group.FetchParticipants;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchReactions;
import io.messageservice.application.port.out.History;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.NewConversation;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.CommandArray;
import io.messageservice.protocol.json.Ref;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/asyncapi.yaml} has each command, each code and the limits, and no other; the members
 * of commands that it names are read.
 */
class AsyncApiTest {

  /** Members for which an object is good. */
  private static final Set<String> ANYTHING = Set.of("metadata", "data");

  private final JsonNode document;

  AsyncApiTest() throws IOException {
    document = new YAMLMapper().readTree(Path.of("..", "docs", "asyncapi.yaml").toFile());
  }

  @Test
  void eachCommandIsDescribedAndEachThatIsDescribedExists() {
    Set<String> described = new TreeSet<>();
    document
        .get("operations")
        .properties()
        .forEach(
            operation -> {
              if (operation.getValue().has("reply")) {
                described.add(operation.getKey());
              }
            });

    assertThat(described).isEqualTo(new TreeSet<>(FrameDecoder.COMMANDS.keySet()));
  }

  @Test
  void eachCodeIsDescribedAndEachThatIsDescribedExists() {
    Set<String> described = new TreeSet<>();
    document.at("/components/schemas/Code/enum").forEach(code -> described.add(code.asText()));
    document
        .at("/components/messages/unreadableError/payload/properties/code/enum")
        .forEach(code -> described.add(code.asText()));

    assertThat(described)
        .isEqualTo(
            Arrays.stream(Refusal.Code.values())
                .map(code -> code.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void eachMemberOfACommandIsRead() {
    Set<String> read = new TreeSet<>();
    for (JsonNode message : document.at("/components/messages")) {
      JsonNode payload = message.at("/payload/properties/payload");
      for (JsonNode example : message.get("examples")) {
        JsonNode frame = example.get("payload");
        if (payload.has("properties") && frame.isObject()) {
          assertThat(decode(frame)).as("%s", frame).isNotInstanceOf(Command.Invalid.class);
          frame
              .get("payload")
              .fieldNames()
              .forEachRemaining(
                  member -> {
                    read.add(message.get("name").asText() + " " + member);
                    assertNamesWhatIsWrong(frame, "/payload", member);
                  });
          frame
              .at("/payload/attachments/0")
              .fieldNames()
              .forEachRemaining(
                  member -> assertNamesWhatIsWrong(frame, "/payload/attachments/0", member));
        }
      }
    }
    assertThat(read).contains("joinConversation maxReplay").hasSizeGreaterThan(20);
  }

  /** A member is read where its name is in the refusal of an object in its place. */
  private void assertNamesWhatIsWrong(JsonNode example, String path, String member) {
    JsonNode frame = example.deepCopy();
    if (!ANYTHING.contains(member)) {
      ((ObjectNode) frame.at(path)).putObject(member);

      assertThat(decode(frame))
          .as("%s", frame)
          .isInstanceOfSatisfying(
              Command.Invalid.class,
              invalid -> assertThat(invalid.refusal().text()).contains(member));
    }
  }

  private static Command decode(JsonNode frame) {
    byte[] json = frame.toString().getBytes(StandardCharsets.UTF_8);
    return new FrameDecoder(Limits.DEFAULT).decode(json, 0, json.length).command();
  }

  @Test
  void limitsAreThoseOfTheCode() {
    assertLimit("schemas/Id/maxLength", UserId.MAX_LENGTH);
    assertLimit("schemas/Id/maxLength", ConversationId.MAX_LENGTH);
    assertLimit("schemas/Id/maxLength", MessageId.MAX_LENGTH);
    assertLimit("schemas/Key/maxLength", ClientMessageId.MAX_LENGTH);
    assertLimit("schemas/Ref/maxLength", Ref.MAX_LENGTH);
    assertLimit("schemas/Traceparent/maxLength", Envelope.MAX_TRACEPARENT);
    assertLimit("schemas/Username/maxLength", DisplayName.MAX_LENGTH);
    assertLimit("schemas/Unread/maximum", History.MAX_UNREAD);
    assertLimit("schemas/Attachment/properties/fileUrl/maxLength", Attachment.MAX_URL_LENGTH);
    assertLimit("schemas/Attachment/properties/fileSize/maximum", Attachment.MAX_FILE_SIZE_BYTES);
    for (String name : List.of("id", "fileName", "fileType")) {
      assertLimit(
          "schemas/Attachment/properties/" + name + "/maxLength", Attachment.MAX_NAME_LENGTH);
    }
    assertLimit(payload("sendMessage", "content/maxLength"), MessageContent.DEFAULT_MAX_LENGTH);
    assertLimit(payload("sendMessage", "attachments/maxItems"), Attachment.DEFAULT_MAX_PER_MESSAGE);
    assertLimit("schemas/MessageType/maxLength", MessageType.MAX_LENGTH);
    assertLimit("schemas/EventName/maxLength", CustomEvent.MAX_NAME_LENGTH);
    assertLimit("schemas/Reaction/maxLength", Reaction.MAX_LENGTH);
    assertLimit("schemas/ReactionCount/properties/userIds/maxItems", ReactionCount.MAX_NAMED);
    assertLimit("schemas/Message/properties/reactions/maxItems", ReactionState.MAX_DIFFERENT);
    assertLimit("schemas/Mentions/oneOf/1/maxItems", Mentions.MAX_USERS);
    assertLimit(reply("fetchReactions", "reactions/maxItems"), FetchReactions.MAX_LIMIT);
    assertLimit("schemas/Title/maxLength", ConversationData.MAX_TITLE_LENGTH);
    assertLimit("schemas/AvatarUrl/maxLength", ConversationData.MAX_URL_LENGTH);
    assertLimit(
        payload("createConversation", "participants/maxItems"),
        1 + NewConversation.MAX_PARTICIPANTS);
    assertLimit(payload("addParticipants", "userIds/maxItems"), AddParticipants.MAX_USERS);
    assertLimit(reply("fetchParticipants", "participants/maxItems"), FetchParticipants.MAX_LIMIT);
    assertLimit(reply("joinConversation", "ownReactions/maxItems"), JoinConversation.OWN_REACTIONS);
    assertLimit(payload("getPresence", "userIds/maxItems"), GetPresence.MAX_USERS);
    assertLimit("messages/commandArray/payload/maxItems", CommandArray.MAX_COMMANDS);
    assertLimit(reply("joinConversation", "readers/maxItems"), JoinConversation.MAX_READERS);
    assertLimit(reply("joinConversation", "online/maxItems"), OnlineUsers.MAX_NAMED);
    assertLimit(reply("fetchMessages", "messages/maxItems"), FetchMessages.MAX_LIMIT);
    assertLimit(reply("listConversations", "conversations/maxItems"), ListConversations.MAX_LIMIT);
    assertLimit(reply("getPresence", "statuses/maxItems"), GetPresence.MAX_USERS);
    assertLimit(
        "schemas/Conversation/properties/participants/maxItems", ConversationView.MAX_NAMED);
    assertLimit(
        "messages/noticePush/payload/properties/notice/maxLength", NoticeGiven.MAX_NAME_LENGTH);
  }

  private static String payload(String command, String rest) {
    return "messages/" + command + "Command/payload/properties/payload/properties/" + rest;
  }

  private static String reply(String command, String rest) {
    return "messages/" + command + "Reply/payload/properties/" + rest;
  }

  private void assertLimit(String path, long expected) {
    assertThat(document.at("/components/" + path).asLong()).as(path).isEqualTo(expected);
  }
}
