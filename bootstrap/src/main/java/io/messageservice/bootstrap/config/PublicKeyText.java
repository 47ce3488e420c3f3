package io.messageservice.bootstrap.config;

import io.messageservice.adapter.jwt.JwtPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A public key as it is written in a setting: itself, or the path of its file. */
final class PublicKeyText {

  private static final String PEM = "-----BEGIN";
  private static final long MAX_FILE_BYTES = 64 << 10;

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
    try {
      Path file = Path.of(path);
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
        throw noFile();
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (InvalidPathException | IOException e) {
      throw noFile();
    }
  }

  private static Unreadable noFile() {
    return new Unreadable(
        "must be a public key in PEM (-----BEGIN PUBLIC KEY-----) or the path of such a file, which"
            + " can be read");
  }
}
