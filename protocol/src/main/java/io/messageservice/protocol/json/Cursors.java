package io.messageservice.protocol.json;

import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.domain.user.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The text of a place in a list, which means nothing to clients: what the list is in order of, in
 * Base64 for URLs (RFC 4648, 5). It needs no seal: whatever place it names, nothing is listed but
 * what the caller may see.
 */
public final class Cursors {

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Cursors() {}

  /** The text of a place in a list of conversations. */
  public static String text(Place place) {
    return ENCODER.encodeToString(PlaceBytes.of(place));
  }

  /** The place; empty where the text is none of ours, or of an earlier version. */
  public static Optional<Place> readPlace(String text) {
    return bytes(text).flatMap(PlaceBytes::read).filter(place -> text(place).equals(text));
  }

  /** The text of the place after a change. */
  public static String text(long rev) {
    return ENCODER.encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(rev).array());
  }

  /** The change; empty where the text is none of ours. */
  public static Optional<Long> readRev(String text) {
    return bytes(text)
        .filter(bytes -> bytes.length == Long.BYTES)
        .map(bytes -> ByteBuffer.wrap(bytes).getLong())
        .filter(rev -> rev > 0 && text(rev).equals(text));
  }

  /** The text of the place behind a user. */
  public static String text(UserId user) {
    return ENCODER.encodeToString(user.value().getBytes(StandardCharsets.UTF_8));
  }

  /** The user; empty where the text is none of ours. */
  public static Optional<UserId> readUser(String text) {
    return bytes(text)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(UserId::isValid)
        .map(UserId::new)
        .filter(user -> text(user).equals(text));
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
