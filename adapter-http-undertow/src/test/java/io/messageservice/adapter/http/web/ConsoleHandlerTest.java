package io.messageservice.adapter.http.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.http.web.ConsoleHandler.Figures;
import io.messageservice.application.port.in.FrameWatcher;
import io.messageservice.application.port.in.ShowConnections;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.user.UserId;
import io.messageservice.transport.AddressLimits;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleHandlerTest {

  private static final Path FOLDER =
      Path.of(
          "src/main/resources", ConsoleHandler.class.getPackageName().replace('.', '/'), "console");

  private static final Pattern NAMED =
      Pattern.compile("(?:src|href)=\"(/console/[^\"]+)\"|from '\\./([^']+)'");

  private static final Set<String> OF_THE_CHAT =
      Set.of("theme.css", "theme.js", "dom.js", "icons.js", "icon.svg");

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger watchers = new AtomicInteger();
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
  private final List<Socket> open = new ArrayList<>();
  private final WebServer server = new WebServer(handler(Optional.empty()));

  private ConsoleHandler handler(Optional<ConsolePassword> password) {
    return new ConsoleHandler(
        new ConsoleHandler.Node() {
          @Override
          public Figures figures() {
            made.incrementAndGet();
            return new Figures(
                Map.of(),
                Map.of("now", Map.of("most", Double.POSITIVE_INFINITY, "none", Double.NaN)),
                List.of(),
                List.of(),
                List.of());
          }

          @Override
          public void drain() {}
        },
        new ConsoleHandler.Uses(new Nobody(), (user, answer) -> answer.accept(0)),
        new ConsoleHandler.Environment(
            password,
            new AddressLimits(
                Optional.of(new Rate(1, Duration.ofHours(1).toNanos(), 2)), System::nanoTime),
            Runnable::run,
            (delay, task) -> later.add(task),
            () -> Instant.EPOCH,
            new Quiet(),
            exchange -> {}));
  }

  private final class Nobody implements ShowConnections {

    @Override
    public void of(UserId user, Consumer<List<Shown>> answer) {
      answer.accept(List.of());
    }

    @Override
    public Runnable watch(UserId user, long number, FrameWatcher watcher) {
      watchers.incrementAndGet();
      return watchers::decrementAndGet;
    }
  }

  private static final class Quiet implements ConsoleEvents {

    @Override
    public void requestRefused(int status) {}

    @Override
    public void operatorCommanded(String command, int connections) {}

    @Override
    public void consoleFailed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.toList();
    }
  }

  @Test
  void whatThePageNamesIsThereAndNothingElse() throws IOException {
    Set<String> found = new LinkedHashSet<>(List.of("/console"));
    Deque<String> next = new ArrayDeque<>(found);
    while (!next.isEmpty()) {
      String answer = server.get(next.remove());
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      for (MatchResult named : NAMED.matcher(answer).results().toList()) {
        String path = named.group(1) != null ? named.group(1) : "/console/" + named.group(2);
        if (found.add(path)) {
          next.add(path);
        }
      }
    }

    Set<String> lying =
        Stream.concat(
                files().stream().map(file -> file.getFileName().toString()), OF_THE_CHAT.stream())
            .map(name -> name.equals("index.html") ? "/console" : "/console/" + name)
            .collect(Collectors.toSet());
    assertThat(found).containsExactlyInAnyOrderElementsOf(lying);
  }

  @Test
  void noTextBecomesMarkupOrCode() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern("(?i)(inner|outer)HTML|insertAdjacentHTML|document\\.write")
          .doesNotContainPattern("\\beval\\(|new Function|DOMParser|srcdoc|createContextual")
          .doesNotContainPattern(
              "(?i)<script(?! type=\"module\" src=)|<style|\\sstyle=|\\son\\w+=\"");
    }
  }

  /** Returns once the stream has begun. */
  private String stream(String query) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    open.add(socket);
    socket.setSoTimeout(Patience.MILLIS);
    socket
        .getOutputStream()
        .write(
            ("GET /console/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder text = new StringBuilder();
    while (text.indexOf("}\n\n") < 0 && text.indexOf("open.") < 0) {
      int letter = socket.getInputStream().read();
      assertThat(letter).as(text.toString()).isNotNegative();
      text.append((char) letter);
    }
    return text.toString();
  }

  private void tick() {
    Runnable next = later.poll();
    if (next != null) {
      next.run();
    }
  }

  @Test
  void figuresComeAtOnceAndAreJson() throws IOException {
    assertThat(stream(""))
        .contains("\r\nContent-Type: text/event-stream", "\r\nCache-Control: no-store\r\n")
        .contains("\"steers\":false", "\"most\":1.0E300")
        .doesNotContain("NaN", "Infinity", "\"none\"");
  }

  @Test
  void whileNobodyLooksNothingIsMadeAndNobodyWatched() throws IOException {
    String unused = stream("?user=ann&connection=3");
    assertThat(watchers).hasValue(1);
    assertThat(later).hasSize(1);

    open.get(0).close();
    Patience.await()
        .until(
            () -> {
              tick();
              return later.isEmpty();
            });

    int before = made.get();
    tick();
    assertThat(made).hasValue(before);
    assertThat(watchers).hasValue(0);
  }

  @Test
  void onlySoManyStreamsAreOpen() throws IOException {
    for (int i = 0; i < ConsoleStreams.MOST; i++) {
      assertThat(stream("")).startsWith("HTTP/1.1 200 ");
    }

    assertThat(stream("")).startsWith("HTTP/1.1 503 ").contains("Too many consoles are open.");
  }

  @Test
  void aPasswordDoesNotPrintItselfAndMustBeLong() {
    ConsolePassword password = new ConsolePassword("not a real one");

    assertThat(password.is("not a real one")).isTrue();
    assertThat(password.is("not a real onf")).isFalse();
    assertThat(password.toString()).doesNotContain("real");
    assertThatThrownBy(() -> new ConsolePassword("too short"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
