package io.messageservice.protocol.json;

import io.messageservice.application.port.in.group.AddParticipants;
import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.in.group.FetchParticipants;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.conversation.NewConversation;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.StandingChange;
import io.messageservice.domain.user.UserId;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what is asked of conversations as a whole. Each method throws what names the member. */
public final class ConversationRequest {

  private ConversationRequest() {}

  /** What is to begin. */
  public static CreateConversation.Request create(Payload payload) throws InvalidFrame {
    return new CreateConversation.Request(
        payload.newKind(),
        payload.users("participants", 1 + NewConversation.MAX_PARTICIPANTS), // the creator too
        payload.optionalUserId("createdBy"),
        payload.clientConversationId(),
        payload.optionalConversationId(),
        new DataChange(title(payload), avatarUrl(payload), metadata(payload), Optional.empty())
            .appliedTo(ConversationData.NONE));
  }

  /** The change of the data of a group; what is null is removed. */
  public static DataChange update(Payload payload) throws InvalidFrame {
    DataChange change =
        new DataChange(
            orRemoved("title", title(payload), payload),
            orRemoved("avatarUrl", avatarUrl(payload), payload),
            orRemoved("metadata", metadata(payload), payload),
            payload.optionalFlag("frozen"));
    if (change.isEmpty()) {
      throw InvalidFrame.payload("title, avatarUrl, metadata, frozen: one of them at least");
    }
    return change;
  }

  private static Optional<String> orRemoved(
      String member, Optional<String> value, Payload payload) {
    return value.isEmpty() && payload.isGiven(member) ? Optional.of("") : value;
  }

  private static Optional<String> title(Payload payload) throws InvalidFrame {
    return text(payload, "title", ConversationData.MAX_TITLE_LENGTH);
  }

  private static Optional<String> avatarUrl(Payload payload) throws InvalidFrame {
    Optional<String> url = text(payload, "avatarUrl", ConversationData.MAX_URL_LENGTH);
    if (url.isPresent() && !AttachmentReader.isLocation(url.get())) {
      throw InvalidFrame.payload("avatarUrl: an http or https URL, or a path");
    }
    return url;
  }

  private static Optional<String> metadata(Payload payload) throws InvalidFrame {
    return payload.metadata(ConversationData.MAX_METADATA_BYTES);
  }

  private static Optional<String> text(Payload payload, String member, int max)
      throws InvalidFrame {
    Optional<String> text = payload.optionalText(member);
    if (text.filter(given -> ConversationData.isLonger(given, max)).isPresent()) {
      throw InvalidFrame.payload(member + ": a string of at most " + max + " characters");
    }
    return text;
  }

  /** Who is to be added to a group. */
  public static Set<UserId> added(Payload payload) throws InvalidFrame {
    return new LinkedHashSet<>(payload.userIds("userIds", AddParticipants.MAX_USERS));
  }

  /** How a user is to stand in a conversation. */
  public static SetParticipant.Request standing(Payload payload) throws InvalidFrame {
    StandingChange change = new StandingChange(role(payload), EndTime.read(payload, "bannedUntil"));
    if (change.isEmpty()) {
      throw InvalidFrame.payload("role, bannedUntil: one of them at least");
    }
    return new SetParticipant.Request(payload.conversationId(), payload.userId("userId"), change);
  }

  private static Optional<Role> role(Payload payload) throws InvalidFrame {
    Optional<String> text = payload.optionalText("role");
    for (Role role : Role.values()) {
      if (text.filter(name(role)::equals).isPresent()) {
        return Optional.of(role);
      }
    }
    if (text.isPresent()) {
      throw InvalidFrame.payload("role: owner, moderator or member");
    }
    return Optional.empty();
  }

  static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /** Which page of the participants. */
  public static FetchParticipants.Request participants(Payload payload) throws InvalidFrame {
    return new FetchParticipants.Request(
        payload.conversationId(),
        payload.cursor(Cursors::readUser),
        payload.limit(FetchParticipants.DEFAULT_LIMIT, FetchParticipants.MAX_LIMIT));
  }
}
