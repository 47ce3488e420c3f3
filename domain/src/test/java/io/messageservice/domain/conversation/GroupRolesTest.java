package io.messageservice.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who does what to whom in a group of owners (o, p), moderators (m, n) and members (x, y). */
final class GroupRolesTest {

  private static final ConversationId ID = new ConversationId("g");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private final Membership membership = new Membership(10);
  private final Map<UserId, Ban> bans = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    // who, whom; removing, banning, making a moderator
    "o, x, YES,       YES,             YES",
    "o, m, YES,       YES,             SAME",
    "o, p, YES,       YES,             YES",
    "m, x, YES,       YES,             FORBIDDEN",
    "m, n, FORBIDDEN, FORBIDDEN,       FORBIDDEN",
    "m, o, FORBIDDEN, FORBIDDEN,       FORBIDDEN",
    "x, y, FORBIDDEN, FORBIDDEN,       FORBIDDEN",
    "x, o, FORBIDDEN, FORBIDDEN,       FORBIDDEN",
    "z, x, FORBIDDEN, FORBIDDEN,       FORBIDDEN",
    "m, z, SAME,      YES,             FORBIDDEN",
    "o, z, SAME,      YES,             NOT_FOUND",
    "x, z, FORBIDDEN, FORBIDDEN,       FORBIDDEN",
    "m, m, YES,       INVALID_PAYLOAD, FORBIDDEN",
    "o, o, YES,       INVALID_PAYLOAD, YES",
    "S, o, YES,       YES,             YES",
    "S, z, SAME,      YES,             NOT_FOUND",
  })
  void nobodyActsOnAnEqualOrHigherRoleButOwners(
      String who, String whom, String removing, String banning, String promoting) {
    Conversation group = group();
    UserId user = new UserId(whom);

    assertThat(outcome(group, membership.remove(Optional.of(group), user, by(who)).orElseThrow()))
        .isEqualTo(removing);
    assertThat(outcome(group, set(group, user, ban(LATER), who))).isEqualTo(banning);
    assertThat(outcome(group, set(group, user, role(Role.MODERATOR), who))).isEqualTo(promoting);
  }

  @ParameterizedTest
  @CsvSource({
    // who; adding, a title
    "o, YES,       YES",
    "m, YES,       FORBIDDEN",
    "x, FORBIDDEN, FORBIDDEN",
    "z, FORBIDDEN, FORBIDDEN",
    "S, YES,       YES",
  })
  void moderatorsAddAndOwnersSayWhatItIs(String who, String adding, String titling) {
    Conversation group = group();
    Set<UserId> users = Set.of(new UserId("v"), new UserId("w"));
    DataChange title =
        new DataChange(
            Optional.of("A title"), Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(outcome(group, membership.add(Optional.of(group), users, by(who))))
        .isEqualTo(adding);
    assertThat(outcome(group, membership.update(Optional.of(group), title, by(who))))
        .isEqualTo(titling);
  }

  @Test
  void eachChangeIsCountedOnceAndSaysWhatItChanged() {
    Conversation group = group();
    Set<UserId> two = Set.of(new UserId("v"), new UserId("w"));

    Conversation more = allowed(membership.add(Optional.of(group), two, by("o")));
    Conversation made = allowed(set(more, new UserId("v"), role(Role.MODERATOR), "o"));
    Conversation less =
        allowed(membership.remove(Optional.of(made), new UserId("m"), by("o")).orElseThrow());
    DataChange freeze =
        new DataChange(Optional.of("T"), Optional.empty(), Optional.empty(), Optional.of(true));
    Conversation frozen = allowed(membership.update(Optional.of(less), freeze, by("o")));

    assertThat(more.position()).isEqualTo(group.position().afterChange());
    assertThat(made.position()).isEqualTo(more.position().afterChange());
    assertThat(less.position()).isEqualTo(made.position().afterChange());
    assertThat(frozen.position()).isEqualTo(less.position().afterChange());
    assertThat(frozen.details().dataRev()).isEqualTo(frozen.rev());
    assertThat(frozen.details().participantsRev()).isEqualTo(less.rev());
    assertThat(frozen.accessVersion()).isEqualTo(less.accessVersion());
    assertThat(frozen.details().groupChanges()).isEqualTo(frozen.rev());
    assertThat(frozen.afterChange().messageChanges()).isEqualTo(1);
    assertThat(ParticipantsDelta.between(Optional.of(group), more).joined()).isEqualTo(two);
    assertThat(ParticipantsDelta.between(Optional.of(more), made).roles())
        .isEqualTo(Map.of(new UserId("v"), Role.MODERATOR));
    assertThat(ParticipantsDelta.between(Optional.of(made), less).left())
        .containsExactly(new UserId("m"));
    assertThat(less.roleOf(new UserId("m"))).isEqualTo(Role.MEMBER);
    assertThat(frozen.mayWrite(new UserId("v"))).isTrue();
    assertThat(frozen.mayWrite(new UserId("x"))).isFalse();
  }

  @Test
  void whatAnotherNodeReportsLeadsToTheSameState() {
    Conversation group = group();
    Conversation more =
        allowed(membership.add(Optional.of(group), Set.of(new UserId("v")), by("o")));
    Conversation made = allowed(set(more, new UserId("v"), role(Role.OWNER), "o"));
    Conversation less =
        allowed(membership.remove(Optional.of(made), new UserId("o"), by("o")).orElseThrow());

    Conversation followed = group;
    Conversation before = group;
    for (Conversation next : List.of(more, made, less)) {
      followed =
          followed.changedElsewhere(
              ParticipantsDelta.between(Optional.of(before), next), next.position());
      before = next;
    }
    assertThat(followed).isEqualTo(less);
  }

  @Test
  void lastOwnerStaysWhileOthersTakePart() {
    Conversation one = allowed(set(group(), new UserId("p"), role(Role.MEMBER), "o"));

    assertThat(outcome(one, leave(one, "o"))).isEqualTo("CONFLICT");
    assertThat(outcome(one, set(one, new UserId("o"), role(Role.MEMBER), "o")))
        .isEqualTo("CONFLICT");
    assertThat(outcome(one, set(one, new UserId("o"), ban(LATER), "S"))).isEqualTo("YES");
    Conversation alone = one;
    for (String user : List.of("p", "m", "n", "x", "y")) {
      alone = allowed(leave(alone, user));
    }
    Conversation nobody = allowed(leave(alone, "o"));
    assertThat(nobody.participants()).isEmpty();
    assertThat(outcome(nobody, membership.add(Optional.of(nobody), Set.of(), by("o"))))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void bannedUsersAreNotAddedUntilTheBanEnds() {
    UserId user = new UserId("x");
    MembershipChange banned = set(group(), user, ban(LATER), "m");
    Conversation without = allowed(banned);
    Ban ban = ((MembershipChange.Allowed) banned).ban().orElseThrow();
    bans.put(user, ban);

    assertThat(ban).isEqualTo(new Ban(user, LATER));
    assertThat(without.has(user)).isFalse();
    assertThat(without.details().bans()).isEqualTo(1);
    assertThat(outcome(without, membership.add(Optional.of(without), Set.of(user), by("o"))))
        .isEqualTo("FORBIDDEN");
    assertThat(outcome(without, set(without, user, ban(LATER), "m"))).isEqualTo("SAME");
    Conversation longer = allowed(set(without, user, ban(Ban.FOR_EVER), "m"));
    assertThat(longer.details().bans()).isEqualTo(1);
    assertThat(longer.rev()).isEqualTo(without.rev());

    bans.put(user, new Ban(user, NOW));
    assertThat(outcome(without, membership.add(Optional.of(without), Set.of(user), by("o"))))
        .isEqualTo("YES");
    MembershipChange lifted = set(without, user, ban(Ban.LIFTED), "m");
    assertThat(((MembershipChange.Allowed) lifted).ban()).contains(new Ban(user, Ban.LIFTED));
    assertThat(allowed(lifted).details().bans()).isZero();
    bans.clear();
    Conversation free = allowed(lifted);
    assertThat(outcome(free, set(free, user, ban(Ban.LIFTED), "m"))).isEqualTo("NOT_FOUND");
    assertThat(outcome(free, set(free, new UserId("y"), ban(Ban.LIFTED), "m"))).isEqualTo("SAME");
  }

  @Test
  void bansHaveAnEndAndNoRoleAndThereAreNotTooMany() {
    Conversation group = group();
    UserId user = new UserId("x");
    StandingChange both = new StandingChange(Optional.of(Role.OWNER), Optional.of(LATER));

    assertThat(outcome(group, set(group, user, both, "o"))).isEqualTo("INVALID_PAYLOAD");
    assertThat(outcome(group, set(group, user, ban(NOW), "o"))).isEqualTo("INVALID_PAYLOAD");
    Conversation full = group.withBans(Ban.MAX_PER_CONVERSATION);
    assertThat(outcome(full, set(full, user, ban(LATER), "o"))).isEqualTo("TOO_LARGE");
  }

  @Test
  void servicesBanFromOpenConversationsAndNobodyHasRolesThere() {
    Conversation open =
        Conversation.begin(ID, Kind.OPEN, Participants.of(new UserId("x"), new UserId("y")));
    Access access = new Access(AccessPolicy.OPEN, 10);
    UserId x = new UserId("x");

    assertThat(outcome(open, set(open, x, ban(LATER), "y"))).isEqualTo("FORBIDDEN");
    assertThat(outcome(open, set(open, x, role(Role.OWNER), "S"))).isEqualTo("CONFLICT");
    Conversation without = allowed(set(open, x, ban(LATER), "S"));
    assertThat(without.rev()).isEqualTo(open.rev());
    assertThat(without.has(x)).isFalse();
    assertThat(access.enter(Optional.of(without), ID, x, x::equals))
        .isEqualTo(new Admission.Denied(Refusal.FORBIDDEN));
    assertThat(access.speak(Optional.of(without), ID, Actor.user(x), x::equals))
        .isEqualTo(new Admission.Denied(Refusal.FORBIDDEN));
    assertThat(access.speakTo(x, Optional.of(without), ID, Actor.user(new UserId("y")), x::equals))
        .isEqualTo(new Admission.Denied(Refusal.FORBIDDEN));
    assertThat(access.enter(Optional.of(without), ID, x, user -> false))
        .isInstanceOf(Admission.Granted.class);
  }

  @Test
  void onlyModeratorsAndOwnersSpeakWhereItIsFrozen() {
    DataChange freeze =
        new DataChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
    Conversation frozen = allowed(membership.update(Optional.of(group()), freeze, by("o")));
    Access access = new Access(AccessPolicy.OPEN, 10);

    for (String user : List.of("o", "m")) {
      assertThat(access.speak(Optional.of(frozen), ID, by(user).actor(), u -> false))
          .isInstanceOf(Admission.Granted.class);
    }
    assertThat(access.speak(Optional.of(frozen), ID, by("x").actor(), u -> false))
        .isEqualTo(new Admission.Denied(Access.mayNotWrite(frozen)));
    assertThat(access.speak(Optional.of(frozen), ID, by("z").actor(), u -> false))
        .isEqualTo(new Admission.Denied(Refusal.FORBIDDEN));
    assertThat(access.enter(Optional.of(frozen), ID, new UserId("x"), u -> false))
        .isInstanceOf(Admission.Granted.class);
  }

  private MembershipChange leave(Conversation group, String user) {
    return membership.remove(Optional.of(group), new UserId(user), by(user)).orElseThrow();
  }

  private MembershipChange set(Conversation group, UserId user, StandingChange change, String who) {
    return membership.set(Optional.of(group), user, change, by(who));
  }

  private Membership.Request by(String who) {
    Actor actor = who.equals("S") ? Actor.service(new UserId("s")) : Actor.user(new UserId(who));
    return new Membership.Request(actor, NOW, user -> Optional.ofNullable(bans.get(user)));
  }

  private static StandingChange role(Role role) {
    return new StandingChange(Optional.of(role), Optional.empty());
  }

  private static StandingChange ban(Instant until) {
    return new StandingChange(Optional.empty(), Optional.of(until));
  }

  private static Conversation group() {
    NewConversation wanted =
        new NewConversation(
            Kind.GROUP,
            Set.copyOf(Arrays.asList("p", "m", "n", "x", "y").stream().map(UserId::new).toList()),
            Optional.of(new UserId("o")),
            ConversationData.NONE);
    return wanted
        .under(ID, NOW)
        .withRole(new UserId("p"), Role.OWNER)
        .withRole(new UserId("m"), Role.MODERATOR)
        .withRole(new UserId("n"), Role.MODERATOR);
  }

  private static String outcome(Conversation before, MembershipChange change) {
    if (change instanceof MembershipChange.Denied denied) {
      return denied.refusal().code().name();
    }
    MembershipChange.Allowed allowed = (MembershipChange.Allowed) change;
    return allowed.conversation().equals(before) && allowed.ban().isEmpty() ? "SAME" : "YES";
  }

  private static Conversation allowed(MembershipChange change) {
    assertThat(change).isInstanceOf(MembershipChange.Allowed.class);
    return ((MembershipChange.Allowed) change).conversation();
  }
}
