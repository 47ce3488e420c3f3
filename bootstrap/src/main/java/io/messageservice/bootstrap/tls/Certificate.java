package io.messageservice.bootstrap.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A certificate with its key, ready to be shown to clients.
 *
 * @param context for the server's side; asks clients for no certificate
 * @param notAfter when the first of the chain expires
 */
public record Certificate(SSLContext context, Instant notAfter) {

  private static final char[] IN_MEMORY_ONLY = new char[0];

  /**
   * @throws GeneralSecurityException where the chain is not in order
   */
  static Certificate of(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    for (int i = 1; i < chain.size(); i++) {
      chain.get(i - 1).verify(chain.get(i).getPublicKey());
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, IN_MEMORY_ONLY);
    store.setKeyEntry("service", key, IN_MEMORY_ONLY, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, IN_MEMORY_ONLY);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[0], null);
    return new Certificate(context, notAfter(chain));
  }

  private static Instant notAfter(List<X509Certificate> chain) {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
