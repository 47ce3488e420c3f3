package io.messageservice.adapter.http.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.messageservice.application.waiting.Patience;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A handler on a server of its own: requests as text in, responses as text out. */
final class WebServer implements AutoCloseable {

  private final Undertow server;

  WebServer(HttpHandler handler) {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1", handler)
            .setIoThreads(1)
            .setWorkerThreads(1)
            .build();
    server.start();
  }

  int port() {
    return address().getPort();
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
  }

  /** Sends a head without its end, and the body. */
  String answer(String head, String body) throws IOException {
    try (Socket socket = new Socket(address().getAddress(), port())) {
      socket.setSoTimeout(Patience.MILLIS);
      String request = head.strip() + "\r\nConnection: close\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  String get(String path, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost");
    for (String header : headers) {
      head.append("\r\n").append(header);
    }
    return answer(head.toString(), "");
  }

  static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Override
  public void close() {
    server.stop();
  }
}
