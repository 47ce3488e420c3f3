package io.messageservice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names the lists of words let through. */
final class WordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SendMessage", "ConversationFeed", "StoreEpoch", "RedisLedger", "JwtPublicKey",
        "Utf8Validator", "HttpEvents", "Policies", "Accesses", "RoomOccupancy"
      })
  void termsAndPluralsAreKnown(String name) {
    assertThat(Words.unknownIn(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hall",
        "Sheet",
        "Sight",
        "Hearing",
        "Gate",
        "Guests",
        "Told",
        "Crossing",
        "Crowds",
        "Welcome",
        "Voice",
        "Errand",
        "Roster",
        "Ear",
        "Attend",
        "Preflight",
        "Quiet"
      })
  void metaphorsAndOwnWordsAreNot(String name) {
    assertThat(Words.unknownIn("Conversation" + name)).hasSize(1);
  }

  @Test
  void eachPartOfANameCounts() {
    assertThat(Words.unknownIn("HallOfGuests")).containsExactly("guests", "hall");
  }
}
