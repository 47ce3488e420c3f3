package io.messageservice.adapter.webhook;

import static io.messageservice.adapter.webhook.HookFixture.LONG;
import static io.messageservice.adapter.webhook.HookFixture.answering;
import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import io.messageservice.adapter.webhook.WebhookEvents.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending events to a real server that takes them, refuses them and does not answer. */
class WebhookAdapterTest {

  private final HookFixture receiver;
  private final EventLogFixture log = new EventLogFixture();

  /** Bodies that were received, each time. */
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final List<String> parents = new CopyOnWriteArrayList<>();

  WebhookAdapterTest() throws IOException {
    receiver = new HookFixture();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private WebhookConfig config(boolean batches, int maxAttempts) {
    return new WebhookConfig(
        WebhookUrl.of(receiver.url("/events")),
        WebhookSecret.of(HookFixture.SECRET),
        batches,
        maxAttempts,
        true);
  }

  private WebhookAdapter sending(WebhookConfig config) {
    WebhookAdapter adapter = receiver.webhooks(config, log, LONG);
    adapter.begin();
    return adapter;
  }

  /** Notes what is received, and fails where it was not signed. */
  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    try {
      new Webhook(HookFixture.SECRET).verify(body, exchange.getRequestHeaders());
    } catch (Exception forged) {
      body = "forged";
    }
    bodies.add(body);
    ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
    parents.add(
        exchange.getRequestHeaders().getOrDefault("traceparent", List.of("none")).toString());
  }

  private void serve(HookFixture.Handler answer) {
    receiver.serve(
        "/events",
        exchange -> {
          receive(exchange);
          answer.handle(exchange);
        });
  }

  private static String body(String conversation, int number) {
    return "{\"conversation\":\"" + conversation + "\",\"number\":" + number + "}";
  }

  private void awaitPosition(long number) {
    await().until(() -> log.position.equals(EventLogFixture.id(number).text()));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void anyStatusOfSuccessAcknowledges(int status) {
    serve(answering(status, status == 204 ? "" : "thank you"));
    log.append("a");

    WebhookAdapter unused = sending(config(false, 0));
    awaitPosition(1);

    assertThat(bodies).containsExactly(body("a", 1));
    assertThat(ids).containsExactly(EventLogFixture.id(1).text());
    assertThat(log.outcomes).containsExactly(Outcome.ACKNOWLEDGED);
  }

  @ParameterizedTest
  @CsvSource({"false, [00-a-b-01]", "true, [none]"})
  void aCallWithOneEventIsOfTheTraceOfItsCommand(boolean batches, String ofBoth) {
    serve(answering(204, ""));
    log.append("a", Optional.of("00-a-b-01"));
    log.append("a", Optional.of("00-a-b-01"));
    log.append("a");

    WebhookAdapter unused = sending(config(batches, 0));
    awaitPosition(3);

    assertThat(parents).isEqualTo(batches ? List.of(ofBoth) : List.of(ofBoth, ofBoth, "[none]"));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 400, 401, 404, 429, 500, 503})
  void whatIsNotAcknowledgedIsSentAgainAsItWas(int status) {
    AtomicInteger calls = new AtomicInteger();
    receiver.serve("/elsewhere", answering(204, ""));
    serve(
        exchange -> {
          exchange.getResponseHeaders().set("Location", receiver.url("/elsewhere"));
          exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? status : 204, -1);
        });
    log.append("a");
    log.append("a");

    WebhookAdapter unused = sending(config(false, 0));
    awaitPosition(2);

    assertThat(bodies).containsExactly(body("a", 1), body("a", 1), body("a", 2));
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
    assertThat(receiver.paths).containsOnly("/events");
  }

  @Test
  void eventsOfEachConversationComeInTheirOrder() {
    serve(answering(204, ""));
    IntStream.range(0, 500).forEach(i -> log.append("c" + i % 7));

    WebhookAdapter unused = sending(config(false, 0));
    awaitPosition(500);

    for (int c = 0; c < 7; c++) {
      String conversation = "c" + c;
      List<String> expected = new ArrayList<>();
      IntStream.range(0, 500)
          .filter(i -> ("c" + i % 7).equals(conversation))
          .forEach(i -> expected.add(body(conversation, i + 1)));
      assertThat(bodies)
          .filteredOn(body -> body.contains("\"" + conversation + "\""))
          .isEqualTo(expected);
    }
    assertThat(bodies).hasSize(500);
  }

  @Test
  void batchesHaveTheIdOfTheirLastEvent() {
    serve(answering(204, ""));
    log.append("a");
    log.append("b");
    log.append("a");

    WebhookAdapter unused = sending(config(true, 0));
    awaitPosition(3);

    assertThat(bodies)
        .containsExactly(
            "{\"events\":[" + body("a", 1) + "," + body("b", 2) + "," + body("a", 3) + "]}");
    assertThat(ids).containsExactly(EventLogFixture.id(3).text());
  }

  @Test
  void longAnswersAreNotReadToTheirEnd() {
    byte[] much = new byte[1 << 20];
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (receiver.over.getCount() > 0) {
            exchange.getResponseBody().write(much);
          }
        });
    log.append("a");

    WebhookAdapter unused = sending(config(false, 0));

    awaitPosition(1);
  }

  @Test
  void whoDoesNotAnswerInTimeIsCalledAgain() {
    AtomicInteger calls = new AtomicInteger();
    serve(
        exchange -> {
          if (calls.incrementAndGet() == 1) {
            receiver.over.await();
          }
          exchange.sendResponseHeaders(204, -1);
        });
    log.append("a");

    WebhookAdapter adapter = receiver.webhooks(config(false, 0), log, Duration.ofMillis(300));
    adapter.begin();
    awaitPosition(1);

    assertThat(log.outcomes)
        .containsOnly(Outcome.TIMEOUT, Outcome.ACKNOWLEDGED)
        .startsWith(Outcome.TIMEOUT)
        .endsWith(Outcome.ACKNOWLEDGED);
  }

  @Test
  void whoWantsNothingMoreGetsNothingMore() {
    serve(answering(410, ""));
    log.append("a");

    WebhookAdapter adapter = sending(config(false, 0));
    await().until(adapter::isEnded);

    assertThat(log.reported)
        .containsExactly("sending true", "stopped", "left at ", "sending false");
    assertThat(log.outcomes).containsExactly(Outcome.GONE);
  }

  @Test
  void whatIsTriedTooOftenIsSkippedAndReported() {
    serve(answering(500, ""));
    log.append("a");

    WebhookAdapter unused = sending(config(false, 1));
    awaitPosition(1);

    assertThat(log.reported).contains("given up " + EventLogFixture.id(1).text() + " after 1");
  }

  @Test
  void whoComesAfterAnotherGoesOnWhereThatOneStopped() {
    serve(answering(204, ""));
    IntStream.range(0, 5).forEach(i -> log.append("a"));
    log.position = EventLogFixture.id(3).text();

    WebhookAdapter adapter = sending(config(false, 0));
    awaitPosition(5);
    adapter.close();
    await().until(adapter::isEnded);

    assertThat(bodies).containsExactly(body("a", 4), body("a", 5));
    assertThat(log.reported).contains("left at " + EventLogFixture.id(5).text());
  }

  @Test
  void whereThePositionIsNotKeptItGoesOnWithTheOldest() {
    serve(answering(204, ""));
    IntStream.range(0, 5).forEach(i -> log.append("a"));
    log.oldest = 4;
    log.position = EventLogFixture.id(1).text();

    WebhookAdapter unused = sending(config(false, 0));
    awaitPosition(5);

    assertThat(bodies).containsExactly(body("a", 4), body("a", 5));
    assertThat(log.reported).contains("skipped OptionalLong[2]");
  }

  @Test
  void aPositionOfAnotherEpochIsTheOldest() {
    serve(answering(204, ""));
    log.append("a");
    log.position = "x-0000000000000007-ffffff";

    WebhookAdapter unused = sending(config(false, 0));
    awaitPosition(1);

    assertThat(bodies).containsExactly(body("a", 1));
    assertThat(log.reported).contains("skipped OptionalLong.empty");
  }

  @Test
  void whileAnotherNodeHasTheLeaseNothingIsSent() {
    CountDownLatch gate = new CountDownLatch(1);
    serve(
        exchange -> {
          gate.await();
          exchange.sendResponseHeaders(204, -1);
        });
    log.append("a");
    WebhookAdapter unused = sending(config(false, 0));
    await().until(() -> bodies.size() == 1);

    log.isLeaseElsewhere = true;
    await().until(() -> log.reported.contains("sending false"));
    gate.countDown();
    await().until(() -> log.outcomes.size() == 1);
    log.append("a");
    assertThat(log.position).isEmpty();
    log.isLeaseElsewhere = false;
    awaitPosition(2);

    assertThat(bodies).containsExactly(body("a", 1), body("a", 1), body("a", 2));
  }

  @Test
  void aStoreThatFailsIsAskedAgain() {
    serve(answering(204, ""));
    log.fails = true;
    WebhookAdapter unused = sending(config(false, 0));
    await().until(() -> log.reported.contains("failed StoreUnavailable"));
    log.append("a");

    log.fails = false;
    awaitPosition(1);

    assertThat(bodies).containsExactly(body("a", 1));
  }

  @Test
  void answersThatComeAfterTheCloseAreNoted() {
    CountDownLatch gate = new CountDownLatch(1);
    serve(
        exchange -> {
          gate.await();
          exchange.sendResponseHeaders(204, -1);
        });
    log.append("a");
    log.append("a");
    WebhookAdapter adapter = sending(config(false, 0));
    await().until(() -> bodies.size() == 1);

    adapter.close();
    gate.countDown();
    await().until(adapter::isEnded);

    assertThat(bodies).containsExactly(body("a", 1));
    assertThat(log.reported).anyMatch(line -> line.startsWith("left at "));
  }

  @Test
  void receiverOnAPrivateNetworkIsNotCalled() {
    serve(answering(204, ""));
    log.append("a");
    WebhookConfig open = config(false, 0);

    WebhookAdapter unused = sending(new WebhookConfig(open.url(), open.secret(), false, 1, false));
    await().until(() -> !log.outcomes.isEmpty());

    assertThat(log.outcomes).containsExactly(Outcome.PRIVATE_ADDRESS);
    assertThat(bodies).isEmpty();
  }
}
