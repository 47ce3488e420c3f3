package io.messageservice.adapter.webhook;

import static io.messageservice.adapter.webhook.HookFixture.LONG;
import static io.messageservice.adapter.webhook.HookFixture.asked;
import static io.messageservice.adapter.webhook.HookFixture.question;
import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.webhook.BeforeSendEvents.Outcome;
import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.application.fuzz.HostileServer;
import io.messageservice.application.fuzz.HostileServer.Answer;
import io.messageservice.application.port.out.BeforeSend;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hooks whose answers are none. */
class HostileHookTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  /** So much of an answer may have been sent that is given up by its size. */
  private static final int MOST_BYTES = 16 << 20;

  private final HookFixture hook;

  HostileHookTest() throws IOException {
    hook = new HookFixture();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  private BeforeSendAdapter adapter(int port, Duration timeout) {
    return hook.adapter(
        HookFixture.config("http://127.0.0.1:" + port + "/", timeout, false, true),
        100_000, // never left alone
        Duration.ZERO);
  }

  /** So much of each is answered that none would be left if one of them held its place. */
  @Test
  void whateverIsAnsweredEachQuestionHasOneAnswerAndHoldsNothing() {
    List<Answer> all =
        List.copyOf(EnumSet.complementOf(EnumSet.of(Answer.SILENCE, Answer.ENDLESS_CONTINUE)));
    Fuzz.rounds(
        "answers of a hook",
        1,
        random -> {
          Random kinds = new Random(random.nextLong());
          try (HostileServer hostile =
              new HostileServer(() -> all.get(kinds.nextInt(all.size())), random)) {
            BeforeSendAdapter adapter = adapter(hostile.port(), LONG);
            List<BeforeSend.Answer> answers = new CopyOnWriteArrayList<>();
            for (int asked = 0; asked < 2 * all.size() * CallQueue.MAX_CALLS; ) {
              for (int i = 0; i < CallQueue.MAX_CALLS; i++, asked++) {
                adapter.ask(question("hello"), answers::add);
              }
              int sum = asked;
              await().until(() -> answers.size() == sum);
            }
            assertThat(hook.outcomes)
                .hasSize(answers.size())
                .doesNotContain(Outcome.OVERLOADED, Outcome.CIRCUIT_OPEN)
                .contains(Outcome.MALFORMED, Outcome.UNREACHABLE, Outcome.TOO_LARGE);
            assertThat(hostile.mostBytes()).isLessThan(MOST_BYTES);
          }
          hook.outcomes.clear();
        });
  }

  /** By its size, though there would be time. */
  @ParameterizedTest
  @EnumSource(names = {"HUGE_BODY", "ENDLESS_BODY", "ENDLESS_HEAD"})
  void noMoreIsReadOfWhatDoesNotEnd(Answer answer) {
    try (HostileServer hostile = new HostileServer(() -> answer, new Random(1))) {
      BeforeSend.Answer given = asked(adapter(hostile.port(), LONG), question("hello"));

      assertThat(given).isInstanceOf(BeforeSend.Answer.Rejected.class);
      assertThat(hook.outcomes).hasSize(1).containsAnyOf(Outcome.TOO_LARGE, Outcome.UNREACHABLE);
      assertThat(hostile.mostBytes()).isLessThan(MOST_BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENCE", "ENDLESS_CONTINUE"})
  void whatHasNoEndIsGivenUpByItsTimeAndHoldsNothing(Answer answer) {
    try (HostileServer hostile = new HostileServer(() -> answer, new Random(1))) {
      BeforeSendAdapter adapter = adapter(hostile.port(), SHORT);
      List<BeforeSend.Answer> answers = new CopyOnWriteArrayList<>();
      int count = 2 * CallQueue.MAX_CALLS + 1;

      for (int i = 0; i < count; i++) {
        adapter.ask(question("hello"), answers::add);
      }

      await().until(() -> answers.size() == count);
      assertThat(answers).hasOnlyElementsOfType(BeforeSend.Answer.Rejected.class);
    }
  }
}
