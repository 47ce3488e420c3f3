package io.messageservice.bootstrap.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.messageservice.bootstrap.config.Printable;
import io.messageservice.bootstrap.config.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The two files of an operator: a chain of certificates, the service's own first, and its private
 * key. Any thread that may block may call.
 */
public final class CertificateFiles {

  private static final long MAX_BYTES = 1 << 20;

  private final Path chain;
  private final Path key;

  /** Reads nothing yet. */
  public CertificateFiles(Settings.Tls settings) {
    this.chain = settings.certificate();
    this.key = settings.key();
  }

  /** Reads and judges both. */
  public Certificate load() throws UnusableTls {
    List<X509Certificate> certificates = certificates();
    PublicKey shown = certificates.get(0).getPublicKey();
    PrivateKey held = privateKey(shown.getAlgorithm());
    if (!belong(held, shown)) {
      throw unusable("TLS_KEY", key, "does not belong to the first certificate of TLS_CERT");
    }
    try {
      return Certificate.of(certificates, held);
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(
          "TLS_CERT",
          chain,
          "is no chain: the service's certificate first, then each one's issuer");
    }
  }

  /** Differs from an earlier one where a file was replaced or written since. */
  public String stamp() {
    return stamp(chain) + " " + stamp(key);
  }

  private static String stamp(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private List<X509Certificate> certificates() throws UnusableTls {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> found = new ArrayList<>();
      for (byte[] block : Pem.blocks(text("TLS_CERT", chain), "CERTIFICATE")) {
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
      }
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException | IllegalArgumentException e) {
      // said below
    }
    throw unusable("TLS_CERT", chain, "holds no certificates in PEM (-----BEGIN CERTIFICATE-----)");
  }

  private PrivateKey privateKey(String algorithm) throws UnusableTls {
    try {
      List<byte[]> blocks = Pem.blocks(text("TLS_KEY", key), "PRIVATE KEY");
      if (blocks.size() == 1) {
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0)));
      }
    } catch (GeneralSecurityException e) {
      throw unusable("TLS_KEY", key, "is no " + algorithm + " key, as TLS_CERT needs");
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw unusable(
        "TLS_KEY",
        key,
        "holds no unencrypted key in PEM and PKCS#8 (-----BEGIN PRIVATE KEY-----);"
            + " openssl pkcs8 -topk8 -nodes makes one of others");
  }

  /** Whether the one verifies what the other signs. */
  private static boolean belong(PrivateKey held, PublicKey shown) {
    try {
      Signature signature = Signature.getInstance(signing(shown.getAlgorithm()));
      signature.initSign(held);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signing(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm;
    };
  }

  private static String text(String setting, Path path) throws UnusableTls {
    try {
      if (Files.size(path) <= MAX_BYTES) {
        return Files.readString(path, ISO_8859_1);
      }
    } catch (IOException e) {
      // said below
    }
    throw unusable(setting, path, "cannot be read");
  }

  private static UnusableTls unusable(String setting, Path path, String what) {
    return new UnusableTls(setting + " " + Printable.of(path.toString()) + " " + what);
  }
}
