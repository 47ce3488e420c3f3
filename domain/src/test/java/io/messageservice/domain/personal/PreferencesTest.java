package io.messageservice.domain.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreferencesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aMutingEndsAtItsTimeOrNever() {
    Preferences muted = Preferences.NONE.changed(muted(NOON), 3);

    assertThat(muted.isMutedAt(NOON.minusMillis(1))).isTrue();
    assertThat(muted.isMutedAt(NOON)).isFalse();
    assertThat(Preferences.NONE.isMutedAt(Instant.EPOCH)).isFalse();
    assertThat(Preferences.NONE.changed(muted(Instant.MAX), 3).mutedUntil())
        .isEqualTo(Preferences.FOR_EVER);
    assertThat(muted.changed(muted(Preferences.NOT_MUTED), 3)).isEqualTo(Preferences.NONE);
    assertThat(muted.changed(muted(Instant.MIN), 3)).isEqualTo(Preferences.NONE);
  }

  @Test
  void theNextMessageShowsWhatWasHidden() {
    Preferences hidden = Preferences.NONE.changed(hidden(true), 3);

    assertThat(hidden.isHiddenAt(3)).isTrue();
    assertThat(hidden.isHiddenAt(4)).isFalse();
    assertThat(hidden.at(3)).isEqualTo(hidden);
    assertThat(hidden.at(4)).isEqualTo(Preferences.NONE);
    assertThat(hidden.changed(hidden(false), 3)).isEqualTo(Preferences.NONE);
    assertThat(hidden.changed(hidden(true), 4).isHiddenAt(4)).isTrue();
    assertThat(Preferences.NONE.changed(hidden(true), 0).isHiddenAt(0)).isTrue();
    assertThat(Preferences.NONE.isHiddenAt(0)).isFalse();
  }

  @Test
  void whatIsNotNamedStays() {
    Preferences both = Preferences.NONE.changed(muted(NOON), 3).changed(hidden(true), 3);

    assertThat(both).isEqualTo(new Preferences(NOON, 3));
    assertThat(both.changed(muted(Preferences.NOT_MUTED), 3))
        .isEqualTo(new Preferences(Preferences.NOT_MUTED, 3));
    assertThat(both.changed(muted(NOON), 4)).isEqualTo(new Preferences(NOON, Preferences.SHOWN));
    assertThat(both.changed(hidden(false), 3)).isEqualTo(new Preferences(NOON, Preferences.SHOWN));
  }

  private static PreferencesChange muted(Instant until) {
    return new PreferencesChange(Optional.of(until), Optional.empty());
  }

  private static PreferencesChange hidden(boolean hidden) {
    return new PreferencesChange(Optional.empty(), Optional.of(hidden));
  }
}
