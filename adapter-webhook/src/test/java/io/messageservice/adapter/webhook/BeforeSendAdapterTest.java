package io.messageservice.adapter.webhook;

import static io.messageservice.adapter.webhook.HookFixture.LONG;
import static io.messageservice.adapter.webhook.HookFixture.answering;
import static io.messageservice.adapter.webhook.HookFixture.asked;
import static io.messageservice.adapter.webhook.HookFixture.question;
import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.messageservice.adapter.webhook.BeforeSendEvents.Outcome;
import io.messageservice.application.port.out.BeforeSend.Answer;
import io.messageservice.application.port.out.BeforeSend.Answer.Accepted;
import io.messageservice.application.port.out.BeforeSend.Answer.Rejected;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.outcome.Refusal.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking a real server that answers well, badly and not at all. */
class BeforeSendAdapterTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final HookFixture hook;

  BeforeSendAdapterTest() throws IOException {
    hook = new HookFixture();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  private Answer answerOf(HookFixture.Handler handler) {
    return answerOf(handler, LONG);
  }

  private Answer answerOf(HookFixture.Handler handler, Duration timeout) {
    hook.serve("/judge", handler);
    return asked(hook.adapter(hook.url("/judge"), timeout), question("hello"));
  }

  private void assertFailed(Answer answer, Outcome outcome) {
    assertThat(((Rejected) answer).refusal().code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(hook.outcomes).containsExactly(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"action\":\"accept\"}", "{\"more\":[1],\"action\":\"accept\"}"})
  void acceptIsAnAnswer(String body) {
    assertThat(answerOf(answering(200, body))).isEqualTo(Accepted.UNCHANGED);
    assertThat(hook.outcomes).containsExactly(Outcome.ACCEPTED);
  }

  @Test
  void noContentIsAccept() {
    assertThat(answerOf(answering(204, ""))).isEqualTo(Accepted.UNCHANGED);
  }

  @Test
  void changesAreTaken() {
    Answer answer =
        answerOf(
            answering(200, "{\"action\":\"accept\",\"content\":\"hi\",\"metadata\":{ \"a\": 1 }}"));

    assertThat(((Accepted) answer).change().text()).contains("hi");
    assertThat(((Accepted) answer).change().metadata()).contains("{\"a\":1}");
    assertThat(hook.outcomes).containsExactly(Outcome.CHANGED);
  }

  @Test
  void nullRemovesMetadata() {
    Answer answer = answerOf(answering(200, "{\"action\":\"accept\",\"metadata\":null}"));

    assertThat(((Accepted) answer).change().text()).isEmpty();
    assertThat(((Accepted) answer).change().metadata()).contains("");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_001})
  void whatCannotBeStoredAsItIsChangedIsRejected(int length) {
    String body = "{\"action\":\"accept\",\"content\":\"" + "x".repeat(length) + "\"}";

    Answer answer = answerOf(answering(200, body));

    assertThat(((Rejected) answer).refusal().code()).isEqualTo(Code.REJECTED);
    assertThat(hook.outcomes).containsExactly(Outcome.UNFIT);
  }

  @Test
  void rejectionHasItsTextOfFiveHundredCharactersAtMost() {
    Answer answer =
        answerOf(answering(200, "{\"action\":\"reject\",\"text\":\"" + "🌄".repeat(501) + "\"}"));

    assertThat(((Rejected) answer).refusal().code()).isEqualTo(Code.REJECTED);
    assertThat(((Rejected) answer).refusal().text()).isEqualTo("🌄".repeat(500));
    assertThat(hook.outcomes).containsExactly(Outcome.REJECTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "{\"action\":\"allow\"}",
        "{\"action\":1}",
        "{\"action\":\"accept\",\"content\":7}",
        "{\"action\":\"accept\",\"metadata\":[1]}",
        "{\"action\":\"accept\"} {}",
        "<html>"
      })
  void anyOtherBodyIsAFailure(String body) {
    assertFailed(answerOf(answering(200, body)), Outcome.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 400, 401, 404, 429, 500, 503})
  void anyOtherStatusIsAFailure(int status) {
    assertFailed(answerOf(answering(status, "{\"action\":\"accept\"}")), Outcome.STATUS);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) {
    hook.serve("/real", answering(200, "{\"action\":\"accept\"}"));

    Answer answer =
        answerOf(
            exchange -> {
              exchange.getResponseHeaders().set("Location", hook.url("/real"));
              exchange.sendResponseHeaders(status, -1);
            });

    assertFailed(answer, Outcome.STATUS);
    assertThat(hook.paths).containsExactly("/judge");
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUp() {
    assertFailed(answerOf(exchange -> hook.over.await(), SHORT), Outcome.TIMEOUT);
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUp() {
    Answer answer =
        answerOf(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              OutputStream out = exchange.getResponseBody();
              while (!hook.over.await(20, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
              }
            },
            SHORT);

    assertFailed(answer, Outcome.TIMEOUT);
  }

  @Test
  void noMoreIsReadThanAnAnswerNeeds() {
    byte[] blanks = new byte[HookCall.MAX_ANSWER_BYTES];
    java.util.Arrays.fill(blanks, (byte) ' ');

    Answer answer =
        answerOf(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              while (hook.over.getCount() > 0) {
                exchange.getResponseBody().write(blanks);
              }
            });

    assertFailed(answer, Outcome.TOO_LARGE);
  }

  @Test
  void aConnectionThatEndsInTheMiddleIsTriedOnceMore() {
    Answer answer =
        answerOf(
            exchange -> {
              exchange.sendResponseHeaders(200, 100);
              exchange.getResponseBody().write("{\"action\":\"accept\"".getBytes(UTF_8));
            });

    assertFailed(answer, Outcome.UNREACHABLE);
    assertThat(hook.paths).hasSize(2);
  }

  @Test
  void nobodyThereIsAFailure() throws IOException {
    int port;
    try (ServerSocket once = new ServerSocket()) {
      once.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = once.getLocalPort();
    }

    Answer answer = asked(hook.adapter("http://127.0.0.1:" + port + "/", LONG), question("hello"));

    assertFailed(answer, Outcome.UNREACHABLE);
  }

  @Test
  void whereFailuresAreAcceptedTheMessageIs() {
    hook.serve("/judge", answering(500, ""));
    BeforeSendConfig config = HookFixture.config(hook.url("/judge"), LONG, true, true);

    Answer answer = asked(hook.adapter(config, LONG), question("hello"));

    assertThat(answer).isEqualTo(Accepted.UNCHANGED);
    assertThat(hook.outcomes).containsExactly(Outcome.STATUS);
  }

  @Test
  void aHostOfAPrivateNetworkIsNotCalled() {
    hook.serve("/judge", answering(204, ""));
    BeforeSendConfig config = HookFixture.config(hook.url("/judge"), LONG, false, false);

    assertFailed(asked(hook.adapter(config, LONG), question("hello")), Outcome.PRIVATE_ADDRESS);
    assertThat(hook.paths).isEmpty();
  }

  @Test
  void theQuestionIsSignedAndHasTheTrace() {
    List<String> seen = new CopyOnWriteArrayList<>();
    hook.serve(
        "/judge",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          try {
            new Webhook(HookFixture.SECRET).verify(body, exchange.getRequestHeaders());
            seen.add(body);
          } catch (Exception forged) {
            seen.add("forged: " + forged);
          }
          seen.add(exchange.getRequestMethod());
          seen.add(exchange.getRequestHeaders().getFirst("content-type"));
          seen.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          seen.add(exchange.getRequestHeaders().getFirst("traceparent"));
          exchange.sendResponseHeaders(204, -1);
        });
    Trace trace =
        new Trace() {
          @Override
          public Optional<String> traceparent() {
            return Optional.of("00-1-2-01");
          }
        };

    Answer unused = asked(hook.adapter(hook.url("/judge"), LONG), question("Zürich 🌄", trace));

    assertThat(seen)
        .containsExactly(
            "{\"action\":\"send\",\"conversationId\":\"c\",\"senderId\":\"ann\",\"message\":{"
                + "\"content\":\"Zürich 🌄\",\"senderId\":\"ann\",\"conversationId\":\"c\","
                + "\"attachments\":[],\"clientMessageId\":\"k\"}}",
            "POST",
            "application/json",
            "msg_1",
            "00-1-2-01");
  }

  @Test
  void aHookThatFailsIsLeftAloneUntilATrialSucceeds() {
    AtomicBoolean works = new AtomicBoolean();
    hook.serve(
        "/judge",
        exchange -> {
          exchange.sendResponseHeaders(works.get() ? 204 : 500, -1);
        });
    BeforeSendAdapter adapter =
        hook.adapter(
            HookFixture.config(hook.url("/judge"), LONG, false, true), Duration.ofMillis(1));
    await()
        .until(
            () -> {
              Answer unused = asked(adapter, question("hello"));
              return hook.circuit.contains(true);
            });

    works.set(true);
    await().until(() -> asked(adapter, question("hello")) instanceof Accepted);

    assertThat(hook.circuit).startsWith(true).endsWith(false);
    assertThat(asked(adapter, question("hello"))).isEqualTo(Accepted.UNCHANGED);
  }

  @Test
  void whileItIsLeftAloneNobodyIsAsked() {
    hook.serve("/judge", answering(500, ""));
    BeforeSendAdapter adapter = hook.adapter(hook.url("/judge"), LONG);

    for (int i = 0; i < 20; i++) {
      Answer unused = asked(adapter, question("hello"));
    }

    assertThat(hook.paths).hasSize(5);
    assertThat(hook.outcomes).hasSize(20).endsWith(Outcome.CIRCUIT_OPEN);
  }

  @Test
  void soManyAreAskedAtOnceSoManyWaitAndTheRestIsRefused() {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger most = new AtomicInteger();
    AtomicInteger under = new AtomicInteger();
    hook.serve(
        "/judge",
        exchange -> {
          most.accumulateAndGet(under.incrementAndGet(), Math::max);
          gate.await();
          under.decrementAndGet();
          exchange.sendResponseHeaders(204, -1);
        });
    BeforeSendAdapter adapter = hook.adapter(hook.url("/judge"), LONG);
    List<Answer> answers = new CopyOnWriteArrayList<>();
    int all = CallQueue.MAX_CALLS + CallQueue.MAX_WAITING;

    IntStream.range(0, all + 1).forEach(i -> adapter.ask(question("hello"), answers::add));
    assertThat(answers).hasSize(1);
    assertThat(((Rejected) answers.get(0)).refusal().code()).isEqualTo(Code.OVERLOADED);
    await().until(() -> under.get() == CallQueue.MAX_CALLS);
    gate.countDown();
    await().until(() -> answers.size() == all + 1);

    assertThat(most).hasValue(CallQueue.MAX_CALLS);
    assertThat(answers.subList(1, all + 1)).containsOnly(Accepted.UNCHANGED);
  }

  @Test
  void whatIsLargeCountsForSeveralWhereItWaits() {
    hook.serve("/judge", exchange -> hook.over.await());
    BeforeSendAdapter adapter = hook.adapter(hook.url("/judge"), LONG);
    List<Answer> answers = new CopyOnWriteArrayList<>();
    String large = "x".repeat(10_000);

    for (int i = 0; i < CallQueue.MAX_CALLS + CallQueue.MAX_WAITING / 5; i++) {
      adapter.ask(question(large), answers::add);
    }
    assertThat(answers).isEmpty();
    adapter.ask(question("x"), answers::add);

    assertThat(answers).hasSize(1);
  }
}
