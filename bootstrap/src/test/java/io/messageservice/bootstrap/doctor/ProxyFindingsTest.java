package io.messageservice.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.bootstrap.doctor.Finding.Level;
import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningFailed;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A way to the service whose parts each test breaks. */
class ProxyFindingsTest {

  private String url = "wss://chat.invalid/";
  private String token = "a.b.c";
  private String subprotocol = "message-service.v1";
  private boolean greets = true;
  private boolean keepsHost = true;
  private boolean pings = true;
  private Optional<String> failure = Optional.empty();
  private Optional<SocketEnd> end = Optional.empty();
  private OptionalInt maxPerAddress = OptionalInt.empty();

  @Test
  void goodProxyHasNoFault() throws InterruptedException {
    assertThat(findings()).hasSize(6).allMatch(found -> found.level() == Level.OK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the service answered HTTP 400|Upgrade and Connection",
        "the service answered HTTP 200|Upgrade and Connection",
        "the service answered HTTP 502|reach the service",
        "nobody answers there|the port and the certificate",
      })
  void upgradeThatDoesNotPassIsAFault(String why, String advice) throws InterruptedException {
    failure = Optional.of(why);

    assertThat(findings()).singleElement().satisfies(found -> isFault(found, why, advice));
  }

  @Test
  void eachPartThatDoesNotPassIsAFault() throws InterruptedException {
    subprotocol = "";
    keepsHost = false;
    pings = false;

    assertThat(findings().stream().filter(found -> found.level() == Level.FAIL))
        .satisfiesExactly(
            found -> isFault(found, "subprotocol", "Sec-WebSocket-Protocol"),
            found -> isFault(found, "page of the same host", "Host header"),
            found -> isFault(found, "No ping of the service", "frames as they are"));
  }

  @Test
  void connectionThatIsCutWhileNobodyUsesItIsAFault() {
    ProxyFacts.Idle cut =
        new ProxyFacts.Idle(
            Duration.ofSeconds(62),
            Duration.ofMillis(60_010),
            1,
            Optional.of(new SocketEnd(1006, "connection lost")));

    List<Finding> findings = judged(true, cut);

    assertThat(findings.get(findings.size() - 1))
        .satisfies(found -> isFault(found, "ended after 60.0 s (1006", "proxy_read_timeout"));
  }

  @Test
  void whoIsRefusedSeesNothingMore() throws InterruptedException {
    greets = false;
    end = Optional.of(new SocketEnd(1008, "token expired"));

    assertThat(findings())
        .hasSize(3)
        .anyMatch(found -> found.text().contains("1008 token expired"));
  }

  @Test
  void withoutATokenOnlyTheUpgradeIsSeen() throws InterruptedException {
    token = "";
    greets = false;
    end = Optional.of(new SocketEnd(1008, "authentication required"));

    assertThat(findings()).hasSize(3).noneMatch(found -> found.level() == Level.FAIL);
  }

  @Test
  void limitByAddressIsADoubt() throws InterruptedException {
    maxPerAddress = OptionalInt.of(20);

    assertThat(findings())
        .filteredOn(found -> found.level() != Level.OK)
        .singleElement()
        .satisfies(found -> assertThat(found.text()).contains("X-Forwarded-For"));
  }

  @Test
  void wayOverTheNetworkIsToBeEncrypted() throws InterruptedException {
    url = "ws://192.0.2.1/";
    assertThat(findings().get(0).text()).contains("not encrypted");

    url = "ws://127.0.0.1:8001/";
    assertThat(findings().get(0).text()).doesNotContain("not encrypted");
  }

  @Test
  void pingWithoutAnAnswerIsAFault() {
    ProxyFacts.Idle good =
        new ProxyFacts.Idle(Duration.ofSeconds(62), Duration.ofSeconds(62), 2, Optional.empty());

    assertThat(judged(false, good))
        .filteredOn(found -> found.level() != Level.OK)
        .singleElement()
        .satisfies(found -> isFault(found, "A ping is not answered", "frames as they are"));
  }

  private static List<Finding> judged(boolean pong, ProxyFacts.Idle idle) {
    return ProxyFindings.judge(
        new ProxyFacts(
            true,
            false,
            Optional.empty(),
            true,
            Optional.empty(),
            "message-service.v1",
            pong,
            Optional.empty(),
            Optional.of(idle),
            OptionalInt.empty()));
  }

  private static void isFault(Finding found, String text, String advice) {
    assertThat(found.level()).isEqualTo(Level.FAIL);
    assertThat(found.text()).contains(text);
    assertThat(found.advice()).contains(advice);
  }

  private List<Finding> findings() throws InterruptedException {
    Optional<String> as = token.isEmpty() ? Optional.empty() : Optional.of(token);
    ProxyRequest request =
        new ProxyRequest(URI.create(url), as, true, Duration.ofSeconds(-1), maxPerAddress);
    return new ProxyCheck(request, opener()).look();
  }

  private SocketOpener opener() {
    return (request, listener) -> {
      boolean ofAPage = request.headers().containsKey("Origin");
      Optional<String> why =
          ofAPage && !keepsHost ? Optional.of("the service answered HTTP 403") : failure;
      if (why.isPresent()) {
        return CompletableFuture.failedFuture(new OpeningFailed(why.get(), null));
      }
      if (greets) {
        listener.text("{}");
      }
      if (pings) {
        listener.ping();
      }
      end.ifPresent(listener::ended);
      return CompletableFuture.completedFuture(new Opened(listener));
    };
  }

  private final class Opened implements ClientSocket {

    private final SocketListener listener;

    Opened(SocketListener listener) {
      this.listener = listener;
    }

    @Override
    public CompletableFuture<Void> send(String text) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public void probe() {
      listener.pong();
    }

    @Override
    public CompletableFuture<Void> close(int code, String reason) {
      throw new AssertionError("it is aborted");
    }

    @Override
    public void abort() {}

    @Override
    public String subprotocol() {
      return subprotocol;
    }
  }
}
