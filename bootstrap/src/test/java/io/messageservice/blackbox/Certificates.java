package io.messageservice.blackbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate, for 127.0.0.1 unless it says otherwise, with its key, made for one
 * test by the keytool of the JDK.
 */
public record Certificates(String chain, String key, java.security.cert.Certificate certificate) {

  private static final char[] PASSWORD = "for-one-test".toCharArray();

  /**
   * @param keys the algorithm of the key and its group or size, as in {@code EC secp256r1}
   */
  public static Certificates make(Path folder, String keys) {
    return make(folder, keys, "ip:127.0.0.1,dns:localhost");
  }

  /** The same for other hosts, as keytool takes them. */
  public static Certificates make(Path folder, String keys, String hosts) {
    try {
      Path file = Files.createTempDirectory(folder, "keys").resolve("keys.p12");
      keytool(file, hosts, keys.split(" "));
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      java.security.cert.Certificate made = store.getCertificate("service");
      return new Certificates(
          pem("CERTIFICATE", made.getEncoded()),
          pem("PRIVATE KEY", store.getKey("service", PASSWORD).getEncoded()),
          made);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void keytool(Path file, String hosts, String... keys)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair",
                    "-alias",
                    "service",
                    "-keyalg",
                    keys[0],
                    keys[0].equals("RSA") ? "-keysize" : "-groupname",
                    keys[1],
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=" + hosts,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    String.valueOf(PASSWORD),
                    "-keystore",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(file.resolveSibling("keytool.txt").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError(Files.readString(file.resolveSibling("keytool.txt")));
    }
  }

  /** For a client that trusts these only. */
  public static SSLContext trusting(Certificates... trusted) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificates each : trusted) {
        store.setCertificateEntry(Integer.toString(store.size()), each.certificate());
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static String pem(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
