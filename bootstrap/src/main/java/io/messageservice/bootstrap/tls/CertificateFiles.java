package io.messageservice.bootstrap.tls;

import io.messageservice.bootstrap.config.ListenerSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * The two files of an operator: a chain of certificates, the service's own first, and its private
 * key. Any thread that may block may call.
 */
public final class CertificateFiles {

  private final PemFile chain;
  private final PemFile key;

  /** Reads nothing yet. */
  public CertificateFiles(Tls settings) {
    this.chain = new PemFile("TLS_CERT", settings.certificate());
    this.key = new PemFile("TLS_KEY", settings.key());
  }

  /** Reads and judges both. */
  public Certificate load() throws UnusableTls {
    List<X509Certificate> certificates = chain.certificates();
    PublicKey shown = certificates.get(0).getPublicKey();
    PrivateKey held = privateKey(shown.getAlgorithm());
    if (!belong(held, shown)) {
      throw key.unusable("does not belong to the first certificate of TLS_CERT");
    }
    try {
      return Certificate.of(certificates, held);
    } catch (GeneralSecurityException | IOException e) {
      throw chain.unusable("is no chain: the service's certificate first, then each one's issuer");
    }
  }

  /** Differs from an earlier one where a file was replaced or written since. */
  public String stamp() {
    return stamp(chain.path()) + " " + stamp(key.path());
  }

  private static String stamp(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private PrivateKey privateKey(String algorithm) throws UnusableTls {
    try {
      List<byte[]> blocks = key.blocks("PRIVATE KEY");
      if (blocks.size() == 1) {
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0)));
      }
    } catch (GeneralSecurityException e) {
      throw key.unusable("is no " + algorithm + " key, as TLS_CERT needs");
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw key.unusable(
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
}
