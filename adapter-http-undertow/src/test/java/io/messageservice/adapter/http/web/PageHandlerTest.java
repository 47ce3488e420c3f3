package io.messageservice.adapter.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageHandlerTest {

  private static final Path FOLDER =
      Path.of("src/main/resources", PageHandler.class.getPackageName().replace('.', '/'));

  private static final Pattern NAMED =
      Pattern.compile("(?:src|href)=\"(/page/[^\"]+)\"|from '\\./([^']+)'");

  private final WebServer server = new WebServer(new PageHandler());

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatThePageNamesIsThereAndNothingElse() throws IOException {
    Set<String> found = new LinkedHashSet<>(List.of("/", "/demo"));
    Deque<String> next = new ArrayDeque<>(found);
    while (!next.isEmpty()) {
      String answer = server.get(next.remove());
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      for (MatchResult named : NAMED.matcher(answer).results().toList()) {
        String path = named.group(1) != null ? named.group(1) : "/page/" + named.group(2);
        if (found.add(path)) {
          next.add(path);
        }
      }
    }

    Set<String> lying =
        files().stream()
            .map(file -> file.getFileName().toString())
            .map(PageHandlerTest::pathOf)
            .collect(Collectors.toSet());
    assertThat(found).containsExactlyInAnyOrderElementsOf(lying);
  }

  private static String pathOf(String name) {
    return switch (name) {
      case "index.html" -> "/";
      case "demo.html" -> "/demo";
      default -> "/page/" + name;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/demo, text/html; charset=utf-8",
    "/page/app.js, text/javascript; charset=utf-8",
    "/page/page.css, text/css; charset=utf-8",
    "/page/icon.svg, image/svg+xml",
  })
  void eachHasItsTypeAndMayDoLittle(String path, String type) throws IOException {
    assertThat(server.get(path))
        .contains("\r\nContent-Type: " + type + "\r\n")
        .contains("\r\nX-Content-Type-Options: nosniff\r\n")
        .contains("\r\nReferrer-Policy: no-referrer\r\n")
        .contains("\r\nCache-Control: no-cache\r\n")
        .contains("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; style-src")
        .contains(" ws://127.0.0.1:" + server.port() + " ws://localhost:" + server.port() + ";")
        .contains("frame-ancestors 'none'")
        .contains("trusted-types 'none'\r\n")
        .doesNotContain("unsafe", "Access-Control");
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() throws IOException {
    String tag =
        Pattern.compile("ETag: (\\S+)")
            .matcher(server.get("/"))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);

    String again = server.get("/", "If-None-Match: " + tag);
    String other = server.get("/", "If-None-Match: \"other\"");

    assertThat(again).startsWith("HTTP/1.1 304 ").contains("ETag: " + tag);
    assertThat(WebServer.body(again)).isEmpty();
    assertThat(other).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page",
        "/page/",
        "/page/../index.html",
        "/page/index.html",
        "/page/demo.html",
        "/demo/",
        "/page/WebFile.class"
      })
  void nothingElseIsThere(String path) throws IOException {
    assertThat(server.get(path)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void itCanOnlyBeRead() throws IOException {
    assertThat(server.answer("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2", "{}"))
        .startsWith("HTTP/1.1 405 ")
        .contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
  }

  /** What the policy forbids would fail in the browser, and texts become markup by nothing else. */
  @Test
  void noTextBecomesMarkupOrCode() throws IOException {
    for (Path file : files()) {
      if (!file.getFileName().toString().equals("message-service-client.js")) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern("(?i)(inner|outer)HTML|insertAdjacentHTML|document\\.write")
            .doesNotContainPattern("\\beval\\(|new Function|DOMParser|srcdoc|createContextual")
            .doesNotContainPattern(
                "(?i)<script(?! type=\"module\" src=)|<style|\\sstyle=|\\son\\w+=\"");
      }
    }
  }
}
