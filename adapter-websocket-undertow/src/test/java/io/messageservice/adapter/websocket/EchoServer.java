package io.messageservice.adapter.websocket;

import io.messageservice.adapter.websocket.peer.TestTime;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Sessions;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.TransportConfig;
import io.messageservice.transport.TransportEvents;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The codec as a plain echo server, for public conformance suites: text and binary come back as
 * they are, messages up to 32 MiB, no token needed.
 */
final class EchoServer {

  private static final int LARGE = 32 << 20;
  private static final Identity ANYONE =
      new Identity(new UserId("anyone"), new DisplayName("anyone"), Optional.empty());

  private EchoServer() {}

  /**
   * Serves until the process ends.
   *
   * @param args the port
   */
  public static void main(String[] args) {
    WebSocketServer server = start(Integer.parseInt(args[0]));
    System.out.println("echo on port " + server.port());
  }

  static WebSocketServer start(int port) {
    return start(port, null);
  }

  /** Serves TLS where there is a context. */
  static WebSocketServer start(int port, @Nullable SSLContext tls) {
    TransportConfig transport =
        new TransportConfig(
            false,
            Duration.ofSeconds(30),
            LARGE,
            2 * LARGE,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            100_000,
            Duration.ZERO,
            Optional.empty());
    return new WebSocketServer(
        port,
        Runtime.getRuntime().availableProcessors(),
        new ServerSetup(transport, WebSocketConfig.DEFAULT, new FrameLimits(LARGE, true)),
        TestTime.real(),
        (token, verdict) -> verdict.accept(new Verdict.Known(ANYONE)),
        echo(),
        TransportEvents.NONE,
        tls);
  }

  private static Sessions echo() {
    return (wire, loop, identity, dialect) ->
        new BinarySession() {
          @Override
          public void text(byte[] buffer, int offset, int length) {
            wire.send(TextFrame.kept(Arrays.copyOfRange(buffer, offset, offset + length)));
          }

          @Override
          public void binary(byte[] buffer, int offset, int length) {
            ((WebSocketConnection) wire)
                .sendBinary(Arrays.copyOfRange(buffer, offset, offset + length));
          }

          @Override
          public void closed() {}
        };
  }
}
