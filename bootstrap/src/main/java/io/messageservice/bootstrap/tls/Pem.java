package io.messageservice.bootstrap.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text with blocks between lines that say what is in them. RFC 7468. */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private Pem() {}

  /**
   * The blocks of that label, in order; whatever else the text holds is passed over.
   *
   * @throws IllegalArgumentException where one is not in Base64
   */
  static List<byte[]> blocks(String text, String label) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(label))
        .map(Pem::bytes)
        .toList();
  }

  private static byte[] bytes(MatchResult block) {
    return Base64.getDecoder().decode(block.group(2).replaceAll("\\s", ""));
  }
}
