package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What users share, as it stands at one moment. Immutable.
 *
 * @param id its name
 * @param kind what it is to those outside
 * @param participants who takes part
 * @param accessVersion grows with each change of kind or participants; 1 at first
 * @param head the {@code seq} of the newest message, 0 where there is none; never goes back
 * @param rev how many changes were stored in it: its messages, and their changes; never goes back
 * @param lastAt when the newest message was sent; where there is none, when it was created or, if
 *     it is open, last joined, the epoch where it never was; in milliseconds
 * @param creator who created it on purpose; empty where it began with a message or a join, or where
 *     a service created it for nobody
 */
public record Conversation(
    ConversationId id,
    Kind kind,
    Participants participants,
    long accessVersion,
    long head,
    long rev,
    Instant lastAt,
    Optional<UserId> creator) {

  /** How long an open conversation without messages is kept after its last join. */
  public static final Duration SILENT_LIFE = Duration.ofDays(1);

  public Conversation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(participants, "participants");
    Objects.requireNonNull(lastAt, "lastAt");
    Objects.requireNonNull(creator, "creator");
  }

  /** One that nobody created on purpose, and of which no message was changed. */
  public Conversation(
      ConversationId id,
      Kind kind,
      Participants participants,
      long accessVersion,
      long head,
      Instant lastAt) {
    this(id, kind, participants, accessVersion, head, head, lastAt, Optional.empty());
  }

  /** A new conversation without messages. */
  public static Conversation begin(ConversationId id, Kind kind, Participants participants) {
    return new Conversation(id, kind, participants, 1, 0, Instant.EPOCH);
  }

  /** How far it has come. */
  public Position position() {
    return new Position(head, rev);
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
    return has(user) ? this : changed(kind, participants.with(user));
  }

  /** This conversation without the user. */
  public Conversation without(UserId user) {
    return has(user) ? changed(kind, participants.without(user)) : this;
  }

  /** This conversation, closed for good to all but the two. */
  Conversation betweenJust(UserId one, UserId other) {
    return changed(Kind.DIRECT, Participants.of(one, other));
  }

  /**
   * This conversation after a join at that time, which is noted only where it is open and has no
   * messages.
   */
  public Conversation joinedAt(Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    return mayEndUnused() && at.isAfter(lastAt)
        ? new Conversation(id, kind, participants, accessVersion, head, rev, at, creator)
        : this;
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

  /** This conversation after a message at the next position. */
  public Conversation after(long seq, Instant sentAt) {
    if (seq != head + 1 || sentAt.isBefore(lastAt)) {
      throw new IllegalArgumentException("messages are numbered without holes, in order of time");
    }
    return new Conversation(id, kind, participants, accessVersion, seq, rev + 1, sentAt, creator);
  }

  /** This conversation after a change of one of its messages. */
  public Conversation afterChange() {
    return new Conversation(id, kind, participants, accessVersion, head, rev + 1, lastAt, creator);
  }

  private Conversation changed(Kind newKind, Participants newParticipants) {
    return new Conversation(
        id, newKind, newParticipants, accessVersion + 1, head, rev, lastAt, creator);
  }
}
