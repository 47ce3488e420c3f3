package io.messageservice.application.store;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.user.UserId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What only some groups have: data, and roles other than that their creator owns them. A direct
 * conversation that is blocked has one, too, as a frozen group without roles. As bytes: title, URL
 * of the picture and metadata, each with its length in four bytes before it, where -1 stands for
 * none; in one byte 1 where it is frozen, otherwise 0; how many are more than members, and of each
 * who it is and in one byte as what: {@code o} for owners, {@code m} for moderators.
 */
public record GroupRecord(ConversationData data, Roles roles) {

  private static final byte OWNER = 'o';
  private static final byte MODERATOR = 'm';

  /** Of that conversation; empty where there is nothing to record. */
  public static Optional<GroupRecord> of(Conversation conversation) {
    Details details = conversation.details();
    return details.data().equals(ConversationData.NONE)
            && details.roles().equals(usual(conversation))
        ? Optional.empty()
        : Optional.of(new GroupRecord(details.data(), details.roles()));
  }

  private static Roles usual(Conversation conversation) {
    return Details.beforeRoles(
            conversation.kind(), conversation.participants(), conversation.creator())
        .roles();
  }

  /**
   * Roles of those who take part: versions that know of no roles remove users without their role.
   */
  public Roles rolesAmong(Participants participants) {
    Map<UserId, Role> among = new LinkedHashMap<>(roles.elevated());
    among.keySet().removeIf(user -> !participants.contains(user));
    return new Roles(among);
  }

  /** As bytes. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      Contents.write(data.title(), out);
      Contents.write(data.avatarUrl(), out);
      Contents.write(data.metadata(), out);
      out.writeBoolean(data.frozen());
      out.writeInt(roles.elevated().size());
      for (Map.Entry<UserId, Role> each : roles.elevated().entrySet()) {
        Contents.write(Optional.of(each.getKey().value()), out);
        out.writeByte(each.getValue() == Role.OWNER ? OWNER : MODERATOR);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What {@link #encode} made. */
  public static GroupRecord decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ConversationData data =
          new ConversationData(
              Contents.read(in), Contents.read(in), Contents.read(in), in.readBoolean());
      Map<UserId, Role> roles = new LinkedHashMap<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        UserId user = new UserId(Contents.read(in).orElseThrow());
        roles.put(user, in.readByte() == OWNER ? Role.OWNER : Role.MODERATOR);
      }
      return new GroupRecord(data, new Roles(roles));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
