package io.messageservice.bootstrap.config;

import io.messageservice.adapter.jwt.JwtPublicKey;

/** A public key as it is written in a setting: itself, or the path of its file. */
final class PublicKeyText {

  private static final String PEM = "-----BEGIN";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private PublicKeyText() {}

  /** What was written is not repeated in a problem: it may be a key without its first line. */
  static JwtPublicKey read(String text) throws Unreadable {
    try {
      return JwtPublicKey.ofPem(text.strip().startsWith(PEM) ? text : content(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static String content(String path) throws Unreadable {
    String text = TextFile.read(path).orElseThrow(PublicKeyText::noFile);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static Unreadable noFile() {
    return new Unreadable(
        "must be a public key in PEM (-----BEGIN PUBLIC KEY-----) or the path of such a file, which"
            + " can be read");
  }
}
