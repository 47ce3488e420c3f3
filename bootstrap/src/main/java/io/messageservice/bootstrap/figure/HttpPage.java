package io.messageservice.bootstrap.figure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a service answered to a GET.
 *
 * @param headers the first value of each, by its name in lower case
 */
public record HttpPage(int status, Map<String, String> headers, String body) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();

  public HttpPage {
    headers = Map.copyOf(headers);
  }

  /**
   * Asks for it; waits five seconds at most for its beginning.
   *
   * @throws IOException where nobody answers
   */
  public static HttpPage get(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    return new HttpPage(
        answer.statusCode(),
        answer.headers().map().entrySet().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> header.getValue().get(0))),
        answer.body());
  }

  /** The same where it does not matter why there is none. */
  public static Optional<HttpPage> find(URI address) throws InterruptedException {
    try {
      return Optional.of(get(address));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
