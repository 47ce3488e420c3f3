package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a conversation is beside who takes part and what was sent.
 *
 * @param createdAt in milliseconds; empty where an earlier version did not note it
 * @param data of a group; a direct conversation is frozen while one of the two blocks the other
 * @param roles of a group
 * @param bans how many bans are recorded, those that have ended among them
 * @param dataRev the change by which the data became what they are; 0 where they never changed
 * @param participantsRev the change by which participants and roles of a group became what they
 *     are; 0 where they never changed
 * @param groupChanges how many changes were stored that are neither messages nor changes of these
 */
public record Details(
    Optional<Instant> createdAt,
    ConversationData data,
    Roles roles,
    int bans,
    long dataRev,
    long participantsRev,
    long groupChanges) {

  /** Of a conversation of which nothing is noted. */
  public static final Details NONE =
      new Details(Optional.empty(), ConversationData.NONE, Roles.NONE, 0, 0, 0, 0);

  public Details {
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(roles, "roles");
  }

  /**
   * Of a conversation that was stored before there were roles: who created a group owns it while
   * they take part.
   */
  public static Details beforeRoles(
      Kind kind, Participants participants, Optional<UserId> creator) {
    Optional<UserId> owner =
        creator.filter(user -> kind == Kind.GROUP && participants.contains(user));
    return owner
        .map(user -> new Details(NONE.createdAt, NONE.data, Roles.ownedBy(user), 0, 0, 0, 0))
        .orElse(NONE);
  }

  /** The newest change that is neither a message nor a change of one; 0 if none. */
  public long rev() {
    return Math.max(dataRev, participantsRev);
  }

  /** The last changes of data and of participants that came after that number, in order. */
  public List<Long> changesAfter(long rev) {
    return Stream.of(dataRev, participantsRev)
        .distinct()
        .filter(change -> change > rev)
        .sorted()
        .toList();
  }

  Details createdAt(Instant time) {
    return new Details(
        Optional.of(time), data, roles, bans, dataRev, participantsRev, groupChanges);
  }

  Details with(ConversationData changed, long rev) {
    return new Details(createdAt, changed, roles, bans, rev, participantsRev, groupChanges + 1);
  }

  Details with(Roles changed, long rev) {
    return new Details(createdAt, data, changed, bans, dataRev, rev, groupChanges + 1);
  }

  Details withBlocked(boolean blocked) {
    ConversationData changed = blocked ? ConversationData.BLOCKED : ConversationData.NONE;
    return new Details(createdAt, changed, roles, bans, dataRev, participantsRev, groupChanges);
  }

  Details withBans(int count) {
    return new Details(createdAt, data, roles, count, dataRev, participantsRev, groupChanges);
  }
}
