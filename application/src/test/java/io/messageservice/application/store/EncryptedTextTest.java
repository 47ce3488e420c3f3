package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EncryptedTextTest {

  private static final byte[] SECRET = "a secret of sixteen".getBytes(StandardCharsets.UTF_8);

  private final EncryptedText texts = new EncryptedText(SECRET, "points");

  @Test
  void whatWasEncryptedIsDecrypted() {
    for (String text : new String[] {"", "epoch 42", "ä".repeat(200)}) {
      assertThat(texts.decrypt(texts.encrypt(text))).contains(text);
      assertThat(new EncryptedText(SECRET, "points").decrypt(texts.encrypt(text))).contains(text);
    }
  }

  @Test
  void itShowsNothing() {
    String one = texts.encrypt("epoch 42");

    assertThat(one).isNotEqualTo(texts.encrypt("epoch 43")).matches("[A-Za-z0-9_-]+");
    assertThat(new String(Base64.getUrlDecoder().decode(one), StandardCharsets.ISO_8859_1))
        .doesNotContain("epoch");
  }

  @Test
  void anythingElseIsNone() {
    String one = texts.encrypt("epoch 42");

    for (int i = 0; i < one.length() - 1; i++) {
      char other = one.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(texts.decrypt(one.substring(0, i) + other + one.substring(i + 1))).isEmpty();
      assertThat(texts.decrypt(one.substring(0, i))).isEmpty();
    }
    assertThat(texts.decrypt("")).isEmpty();
    assertThat(texts.decrypt("not Base64!")).isEmpty();
    assertThat(new EncryptedText(SECRET, "others").decrypt(one)).isEmpty();
    assertThat(new EncryptedText(new byte[16], "points").decrypt(one)).isEmpty();
  }
}
