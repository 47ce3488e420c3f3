package io.messageservice.bootstrap.http;

import io.messageservice.bootstrap.tls.Certificate;
import io.messageservice.bootstrap.tls.CertificateFiles;
import io.messageservice.bootstrap.tls.UnusableTls;

/**
 * Hands over what is in the files of the certificate once they have changed; keeps the old one
 * where they are bad. Any thread that may block may ask for a look.
 */
final class TlsRenewal {

  private final CertificateFiles files;
  private final TlsPort port;
  private final HttpEvents events;

  /** Of the files when they were last judged. Guarded by this. */
  private String stamp;

  /**
   * @param stamp of the files, taken before they were first loaded
   */
  TlsRenewal(CertificateFiles files, String stamp, TlsPort port, HttpEvents events) {
    this.files = files;
    this.stamp = stamp;
    this.port = port;
    this.events = events;
  }

  TlsPort port() {
    return port;
  }

  /** Judges the files where they changed, each change once. */
  synchronized void look() {
    String now = files.stamp();
    if (now.equals(stamp)) {
      return;
    }
    stamp = now;
    try {
      Certificate certificate = files.load();
      port.renew(certificate);
      events.tlsRenewed(certificate);
    } catch (UnusableTls bad) {
      events.tlsKept(bad.line());
    }
  }
}
