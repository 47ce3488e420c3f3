package io.messageservice.application.event;

import io.messageservice.application.event.Event.Cases;
import io.messageservice.application.event.Event.ChangeEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/**
 * The data, the participants or the roles of a group changed.
 *
 * @param position of the conversation after the change
 * @param data as they are since
 * @param dataChanged whether they are other ones
 * @param participantCount how many take part since
 * @param participants who joined, who left and whose role changed
 * @param unnamed whether these users are left out of what receivers get: they are too many, or not
 *     all of them are known
 * @param own the role of the receiver; empty where several receive it
 */
public record ConversationChanged(
    ConversationId conversation,
    Position position,
    ConversationData data,
    boolean dataChanged,
    int participantCount,
    ParticipantsDelta participants,
    boolean unnamed,
    Optional<Role> own)
    implements ChangeEvent {

  /** The most users that are named to receivers as added or removed. */
  public static final int MAX_NAMED = 100;

  /**
   * A change that was stored.
   *
   * @param before as the group stood before it; empty where it is new
   */
  public static ConversationChanged between(Optional<Conversation> before, Conversation after) {
    ParticipantsDelta delta = ParticipantsDelta.between(before, after);
    return new ConversationChanged(
        after.id(),
        after.position(),
        after.details().data(),
        before.filter(had -> had.details().data().equals(after.details().data())).isEmpty(),
        after.participants().size(),
        delta,
        delta.joined().size() + delta.left().size() > MAX_NAMED,
        Optional.empty());
  }

  /**
   * All that changed in the group after that change, by what it is.
   *
   * @param position up to which this covers changes
   */
  public static ConversationChanged since(long rev, Conversation now, Position position) {
    Details details = now.details();
    return asRead(now, position, details.dataRev() > rev, details.participantsRev() > rev);
  }

  /**
   * The last change of the data, or of participants and roles, by its number: what was changed
   * before by the same kind is among it.
   *
   * @param position of the one or the other
   */
  public static ConversationChanged last(Conversation now, Position position) {
    Details details = now.details();
    long rev = position.rev();
    return asRead(now, position, details.dataRev() == rev, details.participantsRev() == rev);
  }

  /** The store has the group as it is: not who came, who went and who was what before. */
  private static ConversationChanged asRead(
      Conversation now, Position position, boolean dataChanged, boolean unnamed) {
    return new ConversationChanged(
        now.id(),
        position,
        now.details().data(),
        dataChanged,
        now.participants().size(),
        ParticipantsDelta.NONE,
        unnamed,
        Optional.empty());
  }

  /** Whether the user is to know their role by it. */
  public boolean isPersonalFor(UserId user) {
    return unnamed || participants.isOf(user);
  }

  /** This, for somebody of that role. */
  public ConversationChanged withOwn(Role role) {
    return new ConversationChanged(
        conversation,
        position,
        data,
        dataChanged,
        participantCount,
        participants,
        unnamed,
        Optional.of(role));
  }

  /** This change and the later one as one. */
  public ConversationChanged and(ConversationChanged later) {
    return new ConversationChanged(
        conversation,
        later.position,
        later.data,
        dataChanged || later.dataChanged,
        later.participantCount,
        ParticipantsDelta.NONE,
        unnamed || later.unnamed || !participants.isEmpty() || !later.participants.isEmpty(),
        later.own.or(() -> own));
  }

  @Override
  public <T> T match(Cases<T> cases) {
    return cases.conversationChanged(this);
  }

  @Override
  public int sizeBytes() {
    int users = participants.joined().size() + participants.left().size();
    return FIXED_BYTES + Character.BYTES * data.length() + FIXED_BYTES / 2 * users;
  }
}
