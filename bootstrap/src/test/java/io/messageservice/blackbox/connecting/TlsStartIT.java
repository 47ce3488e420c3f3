package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Certificates;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.TlsService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that no TLS can be spoken with end the start, with a line that names the setting. */
final class TlsStartIT {

  @TempDir Path folder;

  private Certificates good;

  @BeforeEach
  void make() {
    good = Certificates.make(folder, "EC secp256r1");
  }

  private String refusal(Consumer<TlsService> change) {
    try (TlsService service = new TlsService(folder, good)) {
      change.accept(service);
      service.process().start();
      return onlyLine(service.process());
    }
  }

  private static String onlyLine(ServiceProcess process) {
    int exitCode = process.exitCode();
    assertThat(exitCode).as(process.output()).isEqualTo(2);
    List<String> lines = process.output().lines().toList();
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  @Test
  void keyOfAnotherCertificateIsNamed() {
    String other = Certificates.make(folder, "EC secp256r1").key();

    assertThat(refusal(service -> service.replaceKey(other)))
        .startsWith("TLS_KEY ")
        .contains("does not belong");
  }

  @Test
  void keyOfAnotherKindIsNamed() {
    String other = Certificates.make(folder, "RSA 2048").key();

    assertThat(refusal(service -> service.replaceKey(other))).startsWith("TLS_KEY ");
  }

  @Test
  void keyInAnotherFormIsNamedWithTheWayOut() {
    String other = Certificates.pem("EC PRIVATE KEY", new byte[] {1, 2, 3});

    assertThat(refusal(service -> service.replaceKey(other)))
        .startsWith("TLS_KEY ")
        .contains("openssl pkcs8");
  }

  @Test
  void certificatesThatAreNoneAreNamed() {
    assertThat(refusal(service -> service.replaceChain("nothing"))).startsWith("TLS_CERT ");
    assertThat(
            refusal(
                service ->
                    service.replaceChain(Certificates.pem("CERTIFICATE", new byte[] {1, 2, 3}))))
        .startsWith("TLS_CERT ");
  }

  @Test
  void chainOutOfOrderIsNamed() {
    String other = Certificates.make(folder, "EC secp256r1").chain();

    assertThat(refusal(service -> service.replaceChain(good.chain() + other)))
        .startsWith("TLS_CERT ");
  }

  @Test
  void oneFileWithoutTheOtherIsNamed() {
    try (ServiceProcess process =
        ServiceProcess.with(Map.of("TLS_CERT", folder.resolve("chain.pem").toString()))) {
      process.start();

      assertThat(onlyLine(process)).startsWith("TLS_KEY ");
    }
  }

  @Test
  void missingFileIsNamed() {
    String missing = folder.resolve("nowhere.pem").toString();
    try (ServiceProcess process =
        ServiceProcess.with(Map.of("TLS_CERT", missing, "TLS_KEY", missing))) {
      process.start();

      assertThat(onlyLine(process)).startsWith("TLS_CERT ").contains("cannot be read");
    }
  }
}
