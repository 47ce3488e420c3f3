package io.messageservice.bootstrap.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.messageservice.bootstrap.config.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file in PEM (RFC 7468) that a setting names: blocks between lines that name what is in them.
 * Any thread that may block may call.
 */
public record PemFile(String setting, Path path) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private static final long MAX_BYTES = 1 << 20;

  /** At least one, in their order. */
  public List<X509Certificate> certificates() throws UnusableTls {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> found = new ArrayList<>();
      for (byte[] block : blocks("CERTIFICATE")) {
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
      }
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException | IllegalArgumentException e) {
      // reported below
    }
    throw unusable("holds no certificates in PEM (-----BEGIN CERTIFICATE-----)");
  }

  /**
   * The blocks of that label, in order; whatever else is in the file is passed over.
   *
   * @throws IllegalArgumentException where one is not in Base64
   */
  List<byte[]> blocks(String label) throws UnusableTls {
    return BLOCK
        .matcher(text())
        .results()
        .filter(block -> block.group(1).equals(label))
        .map(block -> Base64.getDecoder().decode(block.group(2).replaceAll("\\s", "")))
        .toList();
  }

  /** All that is in it. A path of no file is not repeated: it may be the key, misplaced. */
  String text() throws UnusableTls {
    try {
      if (Files.size(path) <= MAX_BYTES) {
        return Files.readString(path, ISO_8859_1);
      }
    } catch (IOException e) {
      // reported below
    }
    throw Files.isRegularFile(path)
        ? unusable("cannot be read")
        : new UnusableTls(setting + " cannot be read: it must be the path of a file");
  }

  /** To be thrown, with what is wrong with it. */
  UnusableTls unusable(String what) {
    return new UnusableTls(setting + " " + Printable.of(path) + " " + what);
  }
}
