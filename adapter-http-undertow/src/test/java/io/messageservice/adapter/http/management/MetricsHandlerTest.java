package io.messageservice.adapter.http.management;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The handler on a server of its own: requests as text in, responses as text out. */
class MetricsHandlerTest {

  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private volatile Executor thread = task -> new Thread(task, "scraper").start();

  private final Undertow server =
      Undertow.builder()
          .addHttpListener(0, "127.0.0.1", new MetricsHandler(this::page, this::run, faults::add))
          .setIoThreads(1)
          .setWorkerThreads(1)
          .build();

  MetricsHandlerTest() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private void run(Runnable task) {
    thread.execute(task);
  }

  private MetricsHandler.Page page(String accept) {
    if (accept.equals("broken")) {
      throw new IllegalStateException("broken");
    }
    return new MetricsHandler.Page("text/" + accept, "by " + Thread.currentThread().getName());
  }

  private String answer(String method, String accept) throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(Patience.MILLIS);
      String request =
          method
              + " /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAccept: "
              + accept
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void pageIsMadeOnItsOwnThreadForTheHeader() throws IOException {
    assertThat(answer("GET", "plain"))
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nContent-Type: text/plain\r\n")
        .contains("\r\nCache-Control: no-store\r\n")
        .endsWith("\r\n\r\nby scraper");
  }

  @Test
  void otherMethodsAreNotAllowed() throws IOException {
    assertThat(answer("POST", "plain")).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void whereTooManyWaitTheAnswerIs503() throws IOException {
    thread =
        task -> {
          throw new RejectedExecutionException();
        };

    assertThat(answer("GET", "plain")).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void aPageThatBreaksIsAnsweredBy500() throws IOException {
    assertThat(answer("GET", "broken")).startsWith("HTTP/1.1 500 ");
    assertThat(faults).singleElement().extracting(Throwable::getMessage).isEqualTo("broken");
  }
}
