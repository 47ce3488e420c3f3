package io.messageservice.blackbox.http;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests while the service stops. */
final class HttpStoppingIT {

  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

  private static final String HEAD =
      " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + Tokens.of("alice") + "\r\n";

  @Test
  void whatWasBegunIsAnsweredAndWhatComesLaterIsSentElsewhere() throws IOException {
    try (ServiceProcess service = ServiceProcess.ready(Map.of("DRAIN_TIME", "10m"));
        Socket begun = new Socket(InetAddress.getLoopbackAddress(), service.port());
        Socket kept = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      assertThat(ask(kept)).startsWith("HTTP/1.1 200 ");
      write(
          begun,
          "POST /api/conversations/c/messages"
              + HEAD
              + "Content-Type: application/json\r\nExpect: 100-continue"
              + "\r\nContent-Length: 16\r\n\r\n");
      assertThat(readStatus(begun)).isEqualTo("HTTP/1.1 100"); // it is under way
      assertThat(begun.getInputStream().readNBytes(13)).asString().isEqualTo(" Continue\r\n\r\n");
      write(begun, "{\"content\":");

      service.terminate();
      await().until(service::isDraining);
      String later = ask(kept);
      while (later.startsWith("HTTP/1.1 200 ")) { // it shows that it drains a little before it does
        later = ask(kept);
      }
      write(begun, "\"hi\"}");

      assertThat(later).startsWith("HTTP/1.1 503 ").contains("Connection: close");
      assertThat(kept.getInputStream().read()).isEqualTo(-1);
      assertThat(readStatus(begun)).isEqualTo("HTTP/1.1 201");
      assertThat(service.exitCode()).isZero();
    }
  }

  @Test
  void aRequestThatDoesNotGoOnDelaysNoConnection() throws IOException {
    try (ServiceProcess service =
        ServiceProcess.ready(Map.of("DRAIN_TIME", "20s", "MESSAGE_TIME", "1h"))) {
      try (RawClient connected = RawClient.upgraded(service, "bob");
          Socket hanging = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
        write(
            hanging,
            "POST /api/conversations/c/messages"
                + HEAD
                + "Content-Type: application/json\r\nExpect: 100-continue"
                + "\r\nContent-Length: 16\r\n\r\n");
        assertThat(readStatus(hanging)).isEqualTo("HTTP/1.1 100");

        service.terminate();

        assertThat(connected.readClose().code()).isEqualTo(1012);
      }
      assertThat(service.exitCode()).isZero();
    }
  }

  /** With 503 where the service stops before it has read the request. */
  @Test
  void aRequestThatWaitsForEventsHoldsNothingUp() throws IOException {
    try (ServiceProcess service =
            ServiceProcess.ready(
                Map.of("DRAIN_TIME", "10m", "SERVICE_JWT_SECRET", ServiceTokensIT.SECRET));
        Socket waiting = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      String token = ServiceTokensIT.token("message-service", ServiceTokensIT.SECRET);
      write(
          waiting,
          "GET /api/events?wait=60 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n");

      service.terminate();

      assertThat(readStatus(waiting)).isIn("HTTP/1.1 200", "HTTP/1.1 503");
      assertThat(service.exitCode()).isZero();
    }
  }

  /** The head of the answer to a request on a connection that is kept. */
  private static String ask(Socket kept) throws IOException {
    write(kept, "GET /api/conversations" + HEAD + "\r\n");
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = kept.getInputStream().read();
      assertThat(next).isNotEqualTo(-1);
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    assertThat(length.find()).isTrue();
    assertThat(kept.getInputStream().readNBytes(Integer.parseInt(length.group(1)))).isNotEmpty();
    return head.toString();
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String readStatus(Socket socket) throws IOException {
    socket.setSoTimeout(Patience.MILLIS);
    return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
  }
}
