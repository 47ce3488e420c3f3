package io.messageservice.blackbox.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Base64;
import java.util.function.Predicate;

/**
 * The console of a service, asked as a browser asks, and as none does.
 *
 * @param password empty: none is brought
 */
record ConsolePort(ServiceProcess service, String password) {

  /** What a browser on this machine names. */
  String host() {
    return "127.0.0.1:" + service.managementPort();
  }

  static String credential(String password) {
    String pair = "operator:" + password;
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private Socket ask(String methodAndPath, String... headers) throws IOException {
    Socket socket = new Socket("127.0.0.1", service.managementPort());
    socket.setSoTimeout(Patience.MILLIS);
    String head = methodAndPath + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(UTF_8));
    return socket;
  }

  /** Sends just these headers. */
  String answer(String methodAndPath, String... headers) {
    try (Socket socket = ask(methodAndPath + " HTTP/1.1\r\nConnection: close", headers)) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the page commands. */
  String command(String path) {
    return answer(
        "POST /console/" + path,
        "Host: " + host(),
        "Origin: http://" + host(),
        "Sec-Fetch-Site: same-origin",
        "Content-Length: 0",
        credential(password));
  }

  /** The first event of the stream that has the name and is wanted. */
  JsonNode event(String query, String name, Predicate<JsonNode> wanted) {
    return event(query, name, wanted, () -> {});
  }

  /**
   * The same.
   *
   * @param begun is done once the stream brings something
   */
  JsonNode event(String query, String name, Predicate<JsonNode> wanted, Runnable begun) {
    try (Socket socket =
            ask(
                "GET /console/stream" + query + " HTTP/1.1",
                "Host: " + host(),
                credential(password));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      return event(lines, name, wanted, begun);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode event(
      BufferedReader lines, String name, Predicate<JsonNode> wanted, Runnable begun)
      throws IOException {
    Runnable next = begun;
    StringBuilder block = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty()) {
        block.append(line).append('\n');
        continue;
      }
      String text = block.toString();
      block.setLength(0);
      if (text.contains("event:")) {
        next.run();
        next = () -> {};
      }
      if (text.contains("event:" + name + "\n")) {
        JsonNode data = Json.parse(text.substring(text.indexOf("data:") + 5).split("\n", 2)[0]);
        if (wanted.test(data)) {
          return data;
        }
      }
    }
    throw new AssertionError("the stream has ended");
  }
}
