package io.messageservice.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayNameTest {

  @Test
  void controlCharactersAndHalvesOfPairsAreDropped() {
    assertThat(new DisplayName("A\u0000n\nn\u009f\ud800😀").value()).isEqualTo("Ann😀");
  }

  @Test
  void longNamesAreCutBetweenCharacters() {
    assertThat(new DisplayName("😀".repeat(128)).value()).isEqualTo("😀".repeat(128));
    assertThat(new DisplayName("😀".repeat(129)).value()).isEqualTo("😀".repeat(128));
    assertThat(new DisplayName("\n" + "x".repeat(128)).value()).isEqualTo("x".repeat(128));
  }
}
