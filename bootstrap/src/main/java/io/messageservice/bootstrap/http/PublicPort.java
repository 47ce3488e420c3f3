package io.messageservice.bootstrap.http;

import java.util.Optional;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/** The port that clients connect to. Any thread may call. */
public final class PublicPort {

  private final AcceptingChannel<? extends StreamConnection> channel;
  private final Sockets sockets;
  private final Optional<TlsRenewal> tls;

  PublicPort(
      AcceptingChannel<? extends StreamConnection> channel,
      Sockets sockets,
      Optional<TlsRenewal> tls) {
    this.channel = channel;
    this.sockets = sockets;
    this.tls = tls;
  }

  /** The one that was set, or that the system chose. */
  public int number() {
    return Listeners.portOf(channel);
  }

  /** Takes no more connections; those that are open stay. */
  public void stopAccepting() {
    Listeners.stopAccepting(channel);
  }

  /** Whether every request that was read is answered. */
  public boolean isSettled() {
    return sockets.exchanges() == 0;
  }

  /** Looks at the files of the certificate, where there is one. May block. */
  public void lookAtCertificate() {
    tls.ifPresent(TlsRenewal::look);
  }
}
