package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Certificates;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.TlsService;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while the service runs. */
final class TlsRenewalIT {

  @Test
  void newCertificateIsShownAndOldConnectionsStay(@TempDir Path folder) {
    Certificates old = Certificates.make(folder, "EC secp256r1");
    Certificates next = Certificates.make(folder, "RSA 2048");
    SSLContext trust = Certificates.trusting(old, next);
    try (TlsService service = new TlsService(folder, old).start()) {
      Client early = service.connect(trust, "early");

      service.replaceChain("not a certificate");
      Patience.await().until(() -> notRenewed(service) == 1);

      assertThat(service.shown(trust)).isEqualTo(old.certificate());

      service.replace(next);
      Patience.await().until(() -> service.shown(trust).equals(next.certificate()));

      early.hearsNothing();
      Client late = service.connect(trust, "late");
      late.join("lobby");
      assertThat(notRenewed(service)).as(service.process().output()).isLessThanOrEqualTo(2);
      Patience.await().until(() -> service.process().output().contains("tls_renewed"));
      assertThat(service.process().output()).doesNotContain(next.key());

      service.process().terminate();
      assertThat(early.skipToClosed().code()).isEqualTo(1012);
      assertThat(late.skipToClosed().code()).isEqualTo(1012);
      assertThat(service.process().exitCode()).isZero();
    }
  }

  private static long notRenewed(TlsService service) {
    return service.process().output().lines().filter(l -> l.contains("tls_not_renewed")).count();
  }
}
