package io.messageservice.domain.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.typing.Typists.Stopped;
import io.messageservice.domain.typing.Typists.Typist;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypistsTest {

  private static final ConversationId ROOM = new ConversationId("c");
  private static final Typist ANN = new Typist(ROOM, new UserId("ann"));
  private static final Typist BOB = new Typist(ROOM, new UserId("bob"));
  private static final DisplayName NAME = new DisplayName("A");

  private final Typists<String> typists = new Typists<>();

  @Test
  void sameStateWithinASecondIsNoNews() {
    assertThat(said(ANN, true, 0)).isTrue();
    assertThat(said(ANN, true, 999)).isFalse();
    assertThat(said(ANN, true, 1_000)).isTrue();
    assertThat(said(ANN, true, 1_999)).isFalse();
  }

  @Test
  void anotherStateIsNewsAtOnce() {
    said(ANN, true, 0);

    assertThat(said(ANN, false, 1)).isTrue();
    assertThat(said(ANN, false, 2)).isFalse();
    assertThat(said(ANN, true, 3)).isTrue();
  }

  @Test
  void typistsAreNotMistakenForOneAnother() {
    said(ANN, true, 0);

    assertThat(said(BOB, true, 1)).isTrue();
    assertThat(said(new Typist(new ConversationId("d"), ANN.user()), true, 1)).isTrue();
  }

  @Test
  void eightSecondsOfSilenceEndTyping() {
    said(ANN, true, 0);
    said(BOB, true, 1_000);
    said(ANN, true, 2_000);

    assertThat(typists.expire(at(8_999))).isEmpty();
    assertThat(typists.expire(at(9_000))).containsExactly(new Stopped(BOB, NAME));
    assertThat(typists.expire(at(10_000))).containsExactly(new Stopped(ANN, NAME));
    assertThat(typists.isEmpty()).isTrue();
  }

  @Test
  void aPlaceWhereNobodyTypesDoesNotProlongWhatIsTypedInAnother() {
    said(ANN, true, 0);
    typists.reported(ANN, "another tab", NAME, false, at(7_900));

    assertThat(typists.expire(at(8_000))).containsExactly(new Stopped(ANN, NAME));
  }

  @Test
  void repetitionThatWasNotToldStillCountsAsLife() {
    said(ANN, true, 0);
    said(ANN, true, 500);

    assertThat(typists.expire(at(8_499))).isEmpty();
    assertThat(typists.expire(at(8_500))).hasSize(1);
  }

  @Test
  void whoStoppedHimselfIsForgottenSilently() {
    said(ANN, true, 0);
    said(ANN, false, 100);

    assertThat(typists.expire(at(60_000))).isEmpty();
    assertThat(typists.isEmpty()).isTrue();
  }

  @Test
  void whoGoesWhileTypingIsAnnouncedOnce() {
    said(ANN, true, 0);

    assertThat(typists.left(ANN, "tab", at(1))).contains(NAME);
    assertThat(typists.left(ANN, "tab", at(1))).isEmpty();
    assertThat(typists.left(BOB, "tab", at(1))).isEmpty();
    assertThat(said(ANN, true, 1)).isTrue();
  }

  @Test
  void evictedTypistIsAnnounced() {
    Typist elsewhere = new Typist(new ConversationId("d"), BOB.user());
    said(ANN, true, 0);
    said(BOB, true, 0);
    said(elsewhere, true, 0);

    List<Stopped> stopped = typists.evict(ROOM, Participants.of(List.of(ANN.user())));

    assertThat(stopped).containsExactly(new Stopped(BOB, NAME));
    assertThat(typists.left(ANN, "tab", at(1))).isPresent();
    assertThat(typists.left(elsewhere, "tab", at(1))).isPresent();
    assertThat(typists.isEmpty()).isTrue();
  }

  @Test
  void whoNeverTypedInAPlaceDoesNotStopByGoingFromThere() {
    said(ANN, true, 0);

    assertThat(typists.left(ANN, "another tab", at(1))).isEmpty();

    assertThat(typists.left(ANN, "tab", at(2))).contains(NAME);
  }

  @Test
  void theLastPlaceThatStopsEndsTyping() {
    said(ANN, true, 0);
    typists.reported(ANN, "another tab", NAME, true, at(500));

    assertThat(said(ANN, false, 600)).isFalse();
    assertThat(typists.reported(ANN, "another tab", NAME, false, at(700))).isTrue();
  }

  @Test
  void theLastPlaceThatIsLeftEndsTyping() {
    said(ANN, true, 0);
    typists.reported(ANN, "another tab", NAME, true, at(500));

    assertThat(typists.left(ANN, "tab", at(600))).isEmpty();
    assertThat(typists.left(ANN, "another tab", at(700))).contains(NAME);
    assertThat(typists.isEmpty()).isTrue();
  }

  @Test
  void aPlaceThatWasSilentForLongDoesNotCount() {
    said(ANN, true, 0);
    typists.reported(ANN, "another tab", NAME, true, at(7_000));

    assertThat(typists.left(ANN, "another tab", at(8_000))).contains(NAME);
  }

  private boolean said(Typist typist, boolean typing, long millis) {
    return typists.reported(typist, "tab", NAME, typing, at(millis));
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
