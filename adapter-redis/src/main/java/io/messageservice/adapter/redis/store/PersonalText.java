package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.personal.Preferences;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user has of a conversation for themselves, as {@link Question#personal} asks it and as the
 * script that writes compares it.
 */
final class PersonalText {

  private PersonalText() {}

  static Personal parse(@Nullable Object answer) {
    String[] words = RedisAnswers.text(answer).split(" ", 3);
    return new Personal(Long.parseLong(words[0]), Long.parseLong(words[1]), preferences(words[2]));
  }

  static String text(Personal own) {
    return own.readUpTo() + " " + own.deliveredUpTo() + " " + text(own.preferences());
  }

  /** As they are kept. */
  static Preferences preferences(String text) {
    String[] words = text.split(" ", -1);
    Instant mutedUntil = Instant.ofEpochMilli(Long.parseLong(words[0]));
    return new Preferences(mutedUntil, Long.parseLong(words[1]));
  }

  /** As they are kept. */
  static String text(Preferences preferences) {
    return preferences.mutedUntil().toEpochMilli() + " " + preferences.hiddenAt();
  }
}
