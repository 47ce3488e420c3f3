package io.messageservice.bootstrap.http;

import io.messageservice.bootstrap.tls.Certificate;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/**
 * TLS for a port: 1.2 and 1.3 of the JDK's engine. A client that wants to renegotiate in TLS 1.2 is
 * refused: it would have the server compute signatures on a connection that is already admitted.
 * Any thread may call.
 */
final class TlsPort {

  /** Those that keep yesterday's traffic secret when the key is lost, and authenticate as well. */
  private static final Pattern CIPHERS =
      Pattern.compile("TLS_(AES|CHACHA20|ECDHE_(RSA|ECDSA)_WITH_(AES_\\d+_GCM|CHACHA20)).*");

  /* The JDK reads it once, with the first handshake of a server. */
  static {
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private final UndertowXnioSsl ssl;

  /**
   * @param handshakes computes them; Undertow itself would do so on I/O threads
   */
  TlsPort(Certificate certificate, HandshakeTasks handshakes) {
    this.ssl =
        new UndertowXnioSsl(Xnio.getInstance(), OptionMap.EMPTY, certificate.context(), handshakes);
  }

  /** Shows this certificate to clients that connect from now on; live connections keep theirs. */
  void renew(Certificate certificate) {
    ssl.updateSSLContext(certificate.context());
  }

  AcceptingChannel<SslConnection> open(
      XnioWorker worker,
      InetSocketAddress address,
      ChannelListener<? super StreamConnection> listener,
      OptionMap tcp)
      throws IOException {
    return ssl.createSslConnectionServer(
        worker,
        address,
        ChannelListeners.openListenerAdapter(listener),
        OptionMap.builder()
            .addAll(tcp)
            .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
            .set(Options.SSL_ENABLED_CIPHER_SUITES, ciphers())
            .set(UndertowOptions.SSL_USER_CIPHER_SUITES_ORDER, true)
            .getMap());
  }

  private Sequence<String> ciphers() {
    return Sequence.of(
        Arrays.stream(ssl.getSslContext().getDefaultSSLParameters().getCipherSuites())
            .filter(name -> CIPHERS.matcher(name).matches())
            .toList());
  }
}
