package io.messageservice.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Who may do what" of the contract. */
class AccessTest {

  private static final ConversationId ID = new ConversationId("c");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

  /** Ann for herself. */
  private static final Actor USER = Actor.user(ANN);

  /** Another service in Ann's name. */
  private static final Actor SERVICE = Actor.service(ANN);

  private final Access open = new Access(AccessPolicy.OPEN, 3);
  private final Access members = new Access(AccessPolicy.MEMBERS, 3);

  @Test
  void unusedIdBecomesAnOpenConversation() {
    Conversation begun = granted(open.enter(Optional.empty(), ID, ANN, user -> false));

    assertThat(begun.kind()).isEqualTo(Kind.OPEN);
    assertThat(begun.participants().asSet()).containsExactly(ANN);
    assertThat(begun.isSilent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // policy, kind, participants; whether ann may enter
    "OPEN,    OPEN,   bob,     true",
    "OPEN,    OPEN,   ann bob, true",
    "OPEN,    DIRECT, bob eve, false",
    "OPEN,    DIRECT, ann bob, true",
    "OPEN,    GROUP,  bob,     false",
    "OPEN,    GROUP,  ann bob, true",
    "MEMBERS, OPEN,   bob,     false",
    "MEMBERS, OPEN,   ann bob, true",
    "MEMBERS, DIRECT, bob eve, false",
    "MEMBERS, GROUP,  bob,     false",
    "MEMBERS, GROUP,  ann,     true",
  })
  void entersWhereTheKindAndThePolicyAllow(
      AccessPolicy policy, Kind kind, String participants, boolean allowed) {
    Conversation before = conversation(kind, participants, 5);

    Admission admission = new Access(policy, 10).enter(Optional.of(before), ID, ANN, user -> false);

    if (allowed) {
      assertThat(granted(admission).has(ANN)).isTrue();
    } else {
      assertThat(refusal(admission)).isEqualTo(Refusal.FORBIDDEN);
    }
  }

  @Test
  void whoIsInChangesNothingByEntering() {
    Conversation before = conversation(Kind.OPEN, "ann bob", 2);

    assertThat(granted(open.enter(Optional.of(before), ID, ANN, user -> false))).isSameAs(before);
  }

  @Test
  void lackOfAccessLooksLikeAbsence() {
    Admission absent = members.enter(Optional.empty(), ID, ANN, user -> false);
    Admission closed =
        members.enter(Optional.of(conversation(Kind.GROUP, "bob", 1)), ID, ANN, user -> false);

    assertThat(absent).isEqualTo(closed);
    assertThat(refusal(absent)).isSameAs(Refusal.FORBIDDEN);
  }

  @Test
  void fullConversationTakesNobodyButThoseInIt() {
    Conversation full = conversation(Kind.OPEN, "bob eve joe", 1);
    Conversation almost = conversation(Kind.OPEN, "bob eve", 1);
    Conversation mine = conversation(Kind.OPEN, "ann bob eve", 1);

    assertThat(refusal(open.enter(Optional.of(full), ID, ANN, user -> false)).code())
        .isEqualTo(Refusal.Code.TOO_LARGE);
    assertThat(
            granted(open.enter(Optional.of(almost), ID, ANN, user -> false)).participants().size())
        .isEqualTo(3);
    assertThat(granted(open.enter(Optional.of(mine), ID, ANN, user -> false))).isSameAs(mine);
  }

  @ParameterizedTest
  @CsvSource({"OPEN", "MEMBERS"})
  void firstMessageToAReceiverBeginsADirectConversation(AccessPolicy policy) {
    Conversation begun =
        granted(new Access(policy, 3).speakTo(BOB, Optional.empty(), ID, USER, user -> false));

    assertThat(begun.kind()).isEqualTo(Kind.DIRECT);
    assertThat(begun.participants().areJust(ANN, BOB)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // policy, kind, participants, head; what it is after ann spoke to bob
    "OPEN,    OPEN,   ann,         0, DIRECT",
    "OPEN,    OPEN,   bob,         0, DIRECT",
    "OPEN,    OPEN,   eve,         0, DIRECT",
    "OPEN,    OPEN,   ann bob eve, 0, DIRECT",
    "MEMBERS, OPEN,   ann eve,     0, DIRECT",
    "MEMBERS, OPEN,   bob,         0, FORBIDDEN",
    "OPEN,    OPEN,   ann bob,     1, OPEN",
    "OPEN,    OPEN,   bob,         1, OPEN",
    "MEMBERS, OPEN,   ann bob,     1, OPEN",
    "MEMBERS, OPEN,   bob,         1, FORBIDDEN",
    "OPEN,    OPEN,   ann,         1, FORBIDDEN",
    "OPEN,    OPEN,   '',          1, FORBIDDEN",
    "OPEN,    OPEN,   ann bob eve, 1, FORBIDDEN",
    "OPEN,    OPEN,   eve,         1, FORBIDDEN",
    "OPEN,    DIRECT, ann bob,     0, DIRECT",
    "OPEN,    DIRECT, ann bob,     7, DIRECT",
    "MEMBERS, DIRECT, ann bob,     7, DIRECT",
    "OPEN,    DIRECT, ann eve,     7, FORBIDDEN",
    "OPEN,    DIRECT, bob eve,     7, FORBIDDEN",
    "OPEN,    GROUP,  ann bob,     0, FORBIDDEN",
    "OPEN,    GROUP,  ann bob,     7, FORBIDDEN",
    "OPEN,    GROUP,  bob,         7, FORBIDDEN",
  })
  void speaksToAReceiverOnlyWhereTheTwoAreAlone(
      AccessPolicy policy, Kind kind, String participants, long head, String after) {
    Conversation before = conversation(kind, participants, head);

    Admission admission =
        new Access(policy, 10).speakTo(BOB, Optional.of(before), ID, USER, user -> false);

    if (after.equals("FORBIDDEN")) {
      assertThat(refusal(admission)).isSameAs(Refusal.FORBIDDEN);
    } else {
      Conversation now = granted(admission);
      assertThat(now.kind()).isEqualTo(Kind.valueOf(after));
      assertThat(now.participants().areJust(ANN, BOB)).isTrue();
      assertThat(now.head()).isEqualTo(head);
    }
  }

  @Test
  void closingAConversationIsAChangeOfAccess() {
    Conversation before = conversation(Kind.OPEN, "ann bob", 0);

    Conversation after = granted(open.speakTo(BOB, Optional.of(before), ID, USER, user -> false));

    assertThat(after.accessVersion()).isGreaterThan(before.accessVersion());
  }

  @Test
  void onlyParticipantsRead() {
    Optional<Conversation> found = Optional.of(conversation(Kind.OPEN, "bob", 4));

    assertThat(open.mayRead(found, BOB)).isTrue();
    assertThat(open.mayRead(found, ANN)).isFalse();
    assertThat(open.mayRead(Optional.empty(), ANN)).isFalse();
  }

  @Test
  void servicesReadWhateverThereIs() {
    Optional<Conversation> found = Optional.of(conversation(Kind.GROUP, "bob", 4));

    assertThat(open.mayRead(found, SERVICE)).isTrue();
    assertThat(open.mayRead(found, USER)).isFalse();
    assertThat(open.mayRead(Optional.empty(), SERVICE)).isFalse();
    assertThat(Access.noAccess(SERVICE)).isSameAs(Refusal.NO_SUCH_CONVERSATION);
    assertThat(Access.noAccess(USER)).isSameAs(Refusal.FORBIDDEN);
  }

  @ParameterizedTest
  @CsvSource({"OPEN, OPEN", "OPEN, GROUP", "OPEN, DIRECT", "MEMBERS, OPEN", "MEMBERS, GROUP"})
  void whoeverAServiceSpeaksForTakesNoPartByIt(AccessPolicy policy, Kind kind) {
    Conversation before = conversation(kind, "bob eve", 4);

    Admission admission =
        new Access(policy, 2).speak(Optional.of(before), ID, SERVICE, user -> false);

    assertThat(granted(admission)).isSameAs(before);
    assertThat(((Admission.Granted) admission).voice().speaker()).isEqualTo(ANN);
  }

  @Test
  void bannedUserTakesNoPartByAServiceThatSpeaksForThem() {
    for (long head : new long[] {0, 4}) {
      Conversation before = conversation(Kind.OPEN, "bob", head).withBans(1);

      Admission admission = open.speakTo(BOB, Optional.of(before), ID, SERVICE, ANN::equals);

      assertThat(refusal(admission)).isEqualTo(Refusal.FORBIDDEN);
    }
  }

  @Test
  void usersWhoSpeakTakePartByIt() {
    Conversation before = conversation(Kind.OPEN, "bob", 4);

    assertThat(granted(open.speak(Optional.of(before), ID, USER, user -> false)).has(ANN)).isTrue();
    assertThat(refusal(members.speak(Optional.of(before), ID, USER, user -> false)))
        .isEqualTo(Refusal.FORBIDDEN);
  }

  @Test
  void serviceBeginsAnOpenConversationOfNobodyWhereThePolicyAllows() {
    Conversation begun = granted(open.speak(Optional.empty(), ID, SERVICE, user -> false));

    assertThat(begun.kind()).isEqualTo(Kind.OPEN);
    assertThat(begun.participants().size()).isZero();
    assertThat(refusal(members.speak(Optional.empty(), ID, SERVICE, user -> false)))
        .isEqualTo(Refusal.NO_SUCH_CONVERSATION);
  }

  @Test
  void serviceSpeaksToAReceiverOnlyWhereTheTwoAreAlone() {
    Conversation direct = conversation(Kind.DIRECT, "ann bob", 4);
    Conversation others = conversation(Kind.DIRECT, "bob eve", 4);

    assertThat(granted(members.speakTo(BOB, Optional.of(direct), ID, SERVICE, user -> false)))
        .isSameAs(direct);
    assertThat(refusal(members.speakTo(BOB, Optional.of(others), ID, SERVICE, user -> false)))
        .isEqualTo(Refusal.FORBIDDEN);
    assertThat(granted(members.speakTo(BOB, Optional.empty(), ID, SERVICE, user -> false)).kind())
        .isEqualTo(Kind.DIRECT);
  }

  @Test
  void nothingBeginsUnderAnIdThatTheServiceMakes() {
    Access reserving = open.reserving(ID::equals);
    Conversation created = conversation(Kind.GROUP, "ann", 0);

    assertThat(refusal(reserving.enter(Optional.empty(), ID, ANN, user -> false)))
        .isEqualTo(Refusal.FORBIDDEN);
    assertThat(refusal(reserving.speakTo(BOB, Optional.empty(), ID, USER, user -> false)))
        .isEqualTo(Refusal.FORBIDDEN);
    assertThat(refusal(reserving.speak(Optional.empty(), ID, SERVICE, user -> false)))
        .isEqualTo(Refusal.NO_SUCH_CONVERSATION);
    assertThat(refusal(reserving.speakTo(BOB, Optional.empty(), ID, SERVICE, user -> false)))
        .isEqualTo(Refusal.NO_SUCH_CONVERSATION);
    assertThat(granted(reserving.enter(Optional.of(created), ID, ANN, user -> false)))
        .isSameAs(created);
  }

  @Test
  void voiceIsForTheSpeakerInThatConversation() {
    Admission.Granted admission =
        (Admission.Granted) open.enter(Optional.empty(), ID, ANN, user -> false);

    assertThat(admission.voice().speaker()).isEqualTo(ANN);
    assertThat(admission.voice().conversation()).isEqualTo(ID);
  }

  private static Conversation conversation(Kind kind, String participants, long head) {
    Participants users =
        Participants.of(
            Arrays.stream(participants.split(" "))
                .filter(name -> !name.isEmpty())
                .map(UserId::new)
                .toList());
    return new Conversation(ID, kind, users, 9, head, Instant.EPOCH);
  }

  private static Conversation granted(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return ((Admission.Granted) admission).conversation();
  }

  private static Refusal refusal(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Denied.class);
    return ((Admission.Denied) admission).refusal();
  }
}
