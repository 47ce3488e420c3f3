package io.messageservice.bootstrap.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates by which the service believes others. */
public final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * Reads them, at least one; blocks.
   *
   * @param setting that names the file
   */
  public static List<X509Certificate> of(String setting, Path file) throws UnusableTls {
    return new PemFile(setting, file).certificates();
  }
}
