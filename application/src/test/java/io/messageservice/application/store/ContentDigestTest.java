package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentDigestTest {

  private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

  private final ContentDigest digests = new ContentDigest(KEY::clone);

  @Test
  void onlyTheContentItselfHasItsDigest() {
    byte[] digest = digests.of("häй");

    assertThat(digest).hasSize(32);
    assertThat(digests.isOf(digest)).accepts("häй").rejects("hä", "", "häй ");
  }

  @Test
  void withoutTheKeyNothingIsRecognised() {
    byte[] digest = new ContentDigest(() -> new byte[16]).of("text");

    assertThat(digest).isNotEqualTo(digests.of("text"));
    assertThat(digests.isOf(digest)).rejects("text");
  }

  /** HMAC-SHA-256 of the purpose, a zero and the text, as {@code openssl dgst} gives it. */
  @Test
  void digestStaysTheSameInAllVersions() {
    assertThat(digests.of("text"))
        .asHexString()
        .isEqualTo("D87E7390D0FC7E9DB676299D837A250B926924FC74F3B0223D9F6FB6CCE9F2D4");
  }
}
