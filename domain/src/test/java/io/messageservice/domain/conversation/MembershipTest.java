package io.messageservice.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipTest {

  private static final ConversationId ID = new ConversationId("c");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  private final Membership membership = new Membership(200);

  @Test
  void groupBeginsWithItsCreatorAndIsActiveFromThenOn() {
    Conversation begun = allowed(create(Optional.empty(), group(ANN, BOB), Actor.user(ANN)));

    assertThat(begun.kind()).isEqualTo(Kind.GROUP);
    assertThat(begun.participants().asSet()).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(begun.creator()).contains(ANN);
    assertThat(begun.accessVersion()).isEqualTo(1);
    assertThat(begun.lastAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123Z"));
    assertThat(begun.with(EVE).after(1, NOON).creator()).contains(ANN);
  }

  @Test
  void sameAgainIsTheSameGroupWhoeverTakesPartByNow() {
    NewConversation wanted = group(ANN, BOB);
    Conversation begun = allowed(create(Optional.empty(), wanted, Actor.user(ANN)));
    Conversation now = begun.with(EVE).without(BOB);

    assertThat(allowed(create(Optional.of(now), wanted, Actor.user(ANN)))).isSameAs(now);
    assertThat(denied(create(Optional.of(now.without(ANN)), wanted, Actor.user(ANN))))
        .isEqualTo(Refusal.FORBIDDEN);
  }

  @Test
  void idOfAnotherConversationIsAConflict() {
    NewConversation wanted =
        new NewConversation(Kind.GROUP, Set.of(ANN), Optional.empty(), ConversationData.NONE);
    Conversation others = conversation(Kind.GROUP, "ann", "ann");

    assertThat(denied(create(Optional.of(others), wanted, Actor.service(ANN))).code())
        .isEqualTo(Refusal.Code.CONFLICT);
    assertThat(denied(create(Optional.of(others), direct(ANN, BOB), Actor.service(ANN))).code())
        .isEqualTo(Refusal.Code.CONFLICT);
  }

  @Test
  void directConversationIsThatOfTheTwoWhoeverCreatedIt() {
    Conversation begun = allowed(create(Optional.empty(), direct(ANN, BOB), Actor.user(ANN)));

    assertThat(begun.kind()).isEqualTo(Kind.DIRECT);
    assertThat(allowed(create(Optional.of(begun), direct(BOB, ANN), Actor.user(BOB))))
        .isSameAs(begun);
    assertThat(direct(ANN, BOB).pair()).isEqualTo(direct(BOB, ANN).pair());
  }

  @Test
  void usersCreateForThemselvesUnderIdsThatAreMade() {
    assertThat(membership.flaw(group(ANN, BOB), false, Actor.user(ANN))).isEmpty();
    assertThat(flaw(group(ANN, BOB), true, Actor.user(ANN))).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(flaw(group(BOB, ANN), false, Actor.user(ANN))).isEqualTo(Refusal.Code.FORBIDDEN);
    NewConversation nobodys =
        new NewConversation(Kind.GROUP, Set.of(ANN), Optional.empty(), ConversationData.NONE);
    assertThat(flaw(nobodys, false, Actor.user(ANN))).isEqualTo(Refusal.Code.FORBIDDEN);

    assertThat(membership.flaw(nobodys, true, Actor.service(EVE))).isEmpty();
    assertThat(membership.flaw(group(BOB, ANN), true, Actor.service(EVE))).isEmpty();
  }

  @Test
  void whatCannotBeCreatedIsNamed() {
    Actor ann = Actor.user(ANN);
    NewConversation open =
        new NewConversation(Kind.OPEN, Set.of(), Optional.of(ANN), ConversationData.NONE);

    assertThat(flaw(open, false, ann)).isEqualTo(Refusal.Code.INVALID_PAYLOAD);
    assertThat(flaw(direct(ANN), false, ann)).isEqualTo(Refusal.Code.INVALID_PAYLOAD);
    assertThat(flaw(direct(ANN, ANN), false, ann)).isEqualTo(Refusal.Code.INVALID_PAYLOAD);
    assertThat(flaw(direct(ANN, BOB, EVE), false, ann)).isEqualTo(Refusal.Code.INVALID_PAYLOAD);
    assertThat(membership.flaw(group(ANN, many(100)), false, ann)).isEmpty();
    assertThat(flaw(group(ANN, many(101)), false, ann)).isEqualTo(Refusal.Code.TOO_LARGE);
    assertThat(new Membership(50).flaw(group(ANN, many(50)), false, ann)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    // who acts, kind, participants, creator; what becomes of adding eve
    "user,    GROUP,  ann bob,     ann, ADDED",
    "user,    GROUP,  ann bob eve, ann, SAME",
    "user,    GROUP,  ann bob,     bob, FORBIDDEN",
    "user,    GROUP,  ann bob,     '',  FORBIDDEN",
    "user,    GROUP,  bob,         ann, FORBIDDEN",
    "user,    OPEN,   ann bob,     '',  FORBIDDEN",
    "user,    DIRECT, ann bob,     ann, CONFLICT",
    "user,    DIRECT, bob eve,     bob, FORBIDDEN",
    "service, GROUP,  bob,         bob, ADDED",
    "service, GROUP,  '',          '',  ADDED",
    "service, OPEN,   bob,         '',  ADDED",
    "service, DIRECT, ann bob,     '',  CONFLICT",
  })
  void creatorsAndServicesAdd(
      String who, Kind kind, String participants, String creator, String outcome) {
    Conversation before = conversation(kind, participants, creator);

    MembershipChange change = membership.add(Optional.of(before), Set.of(EVE), asked(actor(who)));

    if (change instanceof MembershipChange.Allowed allowed) {
      assertThat(allowed.conversation().has(EVE)).isTrue();
      assertThat(outcome).isEqualTo(allowed.conversation().equals(before) ? "SAME" : "ADDED");
    } else {
      assertThat(denied(change).code().name()).isEqualTo(outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // who acts, kind, participants, creator, whom they remove; what becomes of it
    "user,    GROUP,  ann bob, ann, bob, REMOVED",
    "user,    GROUP,  ann bob, ann, eve, SAME",
    "user,    GROUP,  ann bob, bob, bob, FORBIDDEN",
    "user,    GROUP,  ann bob, bob, ann, REMOVED",
    "user,    GROUP,  ann bob, ann, ann, CONFLICT",
    "user,    GROUP,  ann,     ann, ann, REMOVED",
    "user,    GROUP,  bob,     bob, ann, NOTHING",
    "user,    GROUP,  bob,     ann, bob, FORBIDDEN",
    "user,    OPEN,   ann bob, '',  ann, REMOVED",
    "user,    OPEN,   ann bob, '',  bob, FORBIDDEN",
    "user,    DIRECT, ann bob, '',  ann, CONFLICT",
    "user,    DIRECT, ann bob, '',  bob, CONFLICT",
    "user,    DIRECT, bob eve, '',  bob, FORBIDDEN",
    "service, GROUP,  bob,     bob, bob, REMOVED",
    "service, OPEN,   bob,     '',  bob, REMOVED",
    "service, DIRECT, ann bob, '',  bob, CONFLICT",
  })
  void creatorsAndServicesRemoveAndUsersThemselves(
      String who, Kind kind, String participants, String creator, String whom, String outcome) {
    Conversation before = conversation(kind, participants, creator);
    UserId user = new UserId(whom);

    Optional<MembershipChange> change =
        membership.remove(Optional.of(before), user, asked(actor(who)));

    if (change.isEmpty()) {
      assertThat(outcome).isEqualTo("NOTHING");
    } else if (change.get() instanceof MembershipChange.Allowed allowed) {
      assertThat(allowed.conversation().has(user)).isFalse();
      assertThat(outcome).isEqualTo(allowed.conversation().equals(before) ? "SAME" : "REMOVED");
    } else {
      assertThat(denied(change.get()).code().name()).isEqualTo(outcome);
    }
  }

  @Test
  void absenceLooksLikeLackOfAccessToUsersOnly() {
    assertThat(denied(membership.add(Optional.empty(), Set.of(EVE), asked(Actor.user(ANN)))))
        .isEqualTo(Refusal.FORBIDDEN);
    assertThat(
            denied(membership.remove(Optional.empty(), EVE, asked(Actor.user(ANN))).orElseThrow()))
        .isEqualTo(Refusal.FORBIDDEN);
    assertThat(membership.remove(Optional.empty(), ANN, asked(Actor.user(ANN)))).isEmpty();
    assertThat(denied(membership.add(Optional.empty(), Set.of(EVE), asked(Actor.service(ANN)))))
        .isEqualTo(Refusal.NO_SUCH_CONVERSATION);
    assertThat(
            denied(
                membership.remove(Optional.empty(), ANN, asked(Actor.service(ANN))).orElseThrow()))
        .isEqualTo(Refusal.NO_SUCH_CONVERSATION);
  }

  @Test
  void fullGroupTakesNobodyButThoseInIt() {
    Membership small = new Membership(2);
    Optional<Conversation> full = Optional.of(conversation(Kind.GROUP, "ann bob", "ann"));

    assertThat(denied(small.add(full, Set.of(EVE), asked(Actor.user(ANN)))).code())
        .isEqualTo(Refusal.Code.TOO_LARGE);
    assertThat(allowed(small.add(full, Set.of(BOB), asked(Actor.user(ANN))))).isSameAs(full.get());
    Optional<Conversation> over = Optional.of(full.get().with(EVE)); // the limit was lowered
    assertThat(allowed(small.add(over, Set.of(BOB), asked(Actor.user(ANN))))).isSameAs(over.get());
  }

  private MembershipChange create(
      Optional<Conversation> found, NewConversation wanted, Actor actor) {
    return membership.create(found, ID, wanted, actor, NOON);
  }

  private Refusal.Code flaw(NewConversation wanted, boolean choosesId, Actor actor) {
    return membership.flaw(wanted, choosesId, actor).orElseThrow().code();
  }

  private static NewConversation group(UserId creator, UserId... others) {
    return new NewConversation(
        Kind.GROUP,
        new LinkedHashSet<>(Arrays.asList(others)),
        Optional.of(creator),
        ConversationData.NONE);
  }

  private static NewConversation direct(UserId creator, UserId... others) {
    return new NewConversation(
        Kind.DIRECT,
        new LinkedHashSet<>(Arrays.asList(others)),
        Optional.of(creator),
        ConversationData.NONE);
  }

  private static UserId[] many(int count) {
    return IntStream.range(0, count).mapToObj(i -> new UserId("u" + i)).toArray(UserId[]::new);
  }

  private static Membership.Request asked(Actor actor) {
    return new Membership.Request(actor, NOON, user -> Optional.empty());
  }

  private static Actor actor(String who) {
    return who.equals("service") ? Actor.service(ANN) : Actor.user(ANN);
  }

  private static Conversation conversation(Kind kind, String participants, String creator) {
    Participants users =
        Participants.of(
            Arrays.stream(participants.split(" "))
                .filter(name -> !name.isEmpty())
                .map(UserId::new)
                .toList());
    Optional<UserId> by = creator.isEmpty() ? Optional.empty() : Optional.of(new UserId(creator));
    Details details = Details.beforeRoles(kind, users, by);
    return new Conversation(ID, kind, users, 9, 4, 4, Instant.EPOCH, by, details);
  }

  private static Conversation allowed(MembershipChange change) {
    assertThat(change).isInstanceOf(MembershipChange.Allowed.class);
    return ((MembershipChange.Allowed) change).conversation();
  }

  private static Refusal denied(MembershipChange change) {
    assertThat(change).isInstanceOf(MembershipChange.Denied.class);
    return ((MembershipChange.Denied) change).refusal();
  }
}
