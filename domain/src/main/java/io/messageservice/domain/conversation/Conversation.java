package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What users share, as it stands at one moment. Immutable.
 *
 * @param id its name
 * @param kind what it is to those outside
 * @param participants who takes part
 * @param accessVersion grows with each change of kind, participants or roles; 1 at first
 * @param head the {@code seq} of the newest message, 0 where there is none; never goes back
 * @param rev how many changes were stored in it: its messages, their changes and, of a group, those
 *     of its data and participants; never goes back
 * @param lastAt when the newest message was sent; where there is none, when it was created or, if
 *     it is open, last joined, the epoch where it never was; in milliseconds
 * @param creator who created it on purpose; empty where it began with a message or a join, or where
 *     a service created it for nobody
 * @param details what it is beside that
 */
public record Conversation(
    ConversationId id,
    Kind kind,
    Participants participants,
    long accessVersion,
    long head,
    long rev,
    Instant lastAt,
    Optional<UserId> creator,
    Details details) {

  /** How long an open conversation without messages is kept after its last join. */
  public static final Duration SILENT_LIFE = Duration.ofDays(1);

  public Conversation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(participants, "participants");
    Objects.requireNonNull(lastAt, "lastAt");
    Objects.requireNonNull(creator, "creator");
    Objects.requireNonNull(details, "details");
  }

  /** One that nobody created on purpose, and of which no message was changed. */
  public Conversation(
      ConversationId id,
      Kind kind,
      Participants participants,
      long accessVersion,
      long head,
      Instant lastAt) {
    this(id, kind, participants, accessVersion, head, head, lastAt, Optional.empty(), Details.NONE);
  }

  /** A new conversation without messages. */
  public static Conversation begin(ConversationId id, Kind kind, Participants participants) {
    return new Conversation(id, kind, participants, 1, 0, Instant.EPOCH);
  }

  /** How far it has come. */
  public Position position() {
    return new Position(head, rev);
  }

  /** How many changes of its messages there were. */
  public long messageChanges() {
    return rev - head - details.groupChanges();
  }

  /** Whether it has no messages yet. */
  public boolean isSilent() {
    return head == 0;
  }

  /** Whether the user takes part. */
  public boolean has(UserId user) {
    return participants.contains(user);
  }

  /** Whether it is a direct conversation of these two. */
  public boolean isBetween(Pair two) {
    return kind == Kind.DIRECT && participants.areJust(two.one(), two.other());
  }

  /** The user's role; that of a member where they take no part. */
  public Role roleOf(UserId user) {
    return details.roles().of(user);
  }

  /** Whether it is a direct conversation in which one of the two blocks the other. */
  public boolean isBlocked() {
    return kind == Kind.DIRECT && details.data().frozen();
  }

  /** Whether the user, as a participant, may send, edit and react. */
  public boolean mayWrite(UserId user) {
    return !details.data().frozen() || roleOf(user) != Role.MEMBER;
  }

  /** Who takes part in this and did not in what it was before. */
  public Set<UserId> joinedSince(Optional<Conversation> before) {
    if (before.filter(had -> had.accessVersion() == accessVersion).isPresent()) {
      return Set.of();
    }
    Participants had = before.map(Conversation::participants).orElse(Participants.NONE);
    return new LinkedHashSet<>(participants.notIn(had));
  }

  /** This conversation with the user as a participant. */
  public Conversation with(UserId user) {
    return has(user) ? this : with(List.of(user));
  }

  /** This conversation with the users as participants. */
  public Conversation with(Collection<UserId> users) {
    Participants more = participants;
    for (UserId user : users) {
      more = more.with(user);
    }
    return more.equals(participants) ? this : changed(kind, more, details.roles());
  }

  /** This conversation without the user. */
  public Conversation without(UserId user) {
    return has(user)
        ? changed(kind, participants.without(user), details.roles().with(user, Role.MEMBER))
        : this;
  }

  /** This group, with that role for the participant. */
  Conversation withRole(UserId user, Role role) {
    return roleOf(user) == role
        ? this
        : changed(kind, participants, details.roles().with(user, role));
  }

  /** This group, with that data. */
  Conversation withData(ConversationData data) {
    return data.equals(details.data()) ? this : next(details.with(data, rev + 1));
  }

  /**
   * This direct conversation, blocked or not. It is of the next version either way: what was
   * decided by an earlier one is decided again.
   */
  Conversation withBlocked(boolean blocked) {
    return new Conversation(
        id,
        kind,
        participants,
        accessVersion + 1,
        head,
        rev,
        lastAt,
        creator,
        details.withBlocked(blocked));
  }

  /** This conversation, with so many bans more. */
  Conversation withBans(int more) {
    return more == 0
        ? this
        : new Conversation(
            id,
            kind,
            participants,
            accessVersion,
            head,
            rev,
            lastAt,
            creator,
            details.withBans(details.bans() + more));
  }

  /** This conversation, closed for good to all but the two. */
  Conversation betweenJust(UserId one, UserId other) {
    return changed(Kind.DIRECT, Participants.of(one, other), Roles.NONE);
  }

  /**
   * This conversation after a join at that time, which is noted only where it is open and has no
   * messages.
   */
  public Conversation joinedAt(Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    return mayEndUnused() && at.isAfter(lastAt)
        ? new Conversation(
            id, kind, participants, accessVersion, head, rev, at, creator, beganAt(at))
        : this;
  }

  /** The details where something happens at that time, which is the first that ever did. */
  private Details beganAt(Instant at) {
    return isSilent() && lastAt.equals(Instant.EPOCH) ? details.createdAt(at) : details;
  }

  /** Whether it is only kept as long as somebody joins it: open and without messages. */
  public boolean mayEndUnused() {
    return isSilent() && kind == Kind.OPEN;
  }

  /** Whether it has no messages and its last join is too long ago for it to be kept. */
  public boolean isPast(Instant now) {
    return mayEndUnused()
        && lastAt.isAfter(Instant.EPOCH)
        && lastAt.isBefore(now.minus(SILENT_LIFE));
  }

  /** Leave for a participant to speak. */
  SendPermission permissionOf(UserId speaker) {
    if (!has(speaker)) {
      throw new IllegalArgumentException("only a participant has a voice");
    }
    return new SendPermission(id, speaker);
  }

  /**
   * This group after a change of its participants, as another node reports it.
   *
   * @param at its position after that
   */
  public Conversation changedElsewhere(ParticipantsDelta change, Position at) {
    Participants changed = participants;
    Roles roles = details.roles();
    for (UserId user : change.joined()) {
      changed = changed.with(user);
    }
    for (UserId user : change.left()) {
      changed = changed.without(user);
      roles = roles.with(user, Role.MEMBER);
    }
    for (Map.Entry<UserId, Role> role : change.roles().entrySet()) {
      roles = roles.with(role.getKey(), role.getValue());
    }
    return new Conversation(
        id,
        kind,
        changed,
        accessVersion + 1,
        Math.max(head, at.seq()),
        Math.max(rev, at.rev()),
        lastAt,
        creator,
        details.with(roles, at.rev()));
  }

  /** This conversation after a message at the next position. */
  public Conversation after(long seq, Instant sentAt) {
    if (seq != head + 1 || sentAt.isBefore(lastAt)) {
      throw new IllegalArgumentException("messages are numbered without holes, in order of time");
    }
    return new Conversation(
        id, kind, participants, accessVersion, seq, rev + 1, sentAt, creator, beganAt(sentAt));
  }

  /** This conversation after a change of one of its messages. */
  public Conversation afterChange() {
    return next(details);
  }

  /** Of a group each such change is counted, of others none. */
  private Conversation changed(Kind newKind, Participants newParticipants, Roles roles) {
    boolean counts = kind == Kind.GROUP;
    return new Conversation(
        id,
        newKind,
        newParticipants,
        accessVersion + 1,
        head,
        counts ? rev + 1 : rev,
        lastAt,
        creator,
        counts ? details.with(roles, rev + 1) : details);
  }

  private Conversation next(Details changed) {
    return new Conversation(
        id, kind, participants, accessVersion, head, rev + 1, lastAt, creator, changed);
  }
}
