package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.Authenticate.Renewed;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.world.World;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Where the answer to a new token is given. */
final class AuthenticateUseCaseTest {

  private static final Identity ANN =
      new Identity(new UserId("ann"), new DisplayName("Ann"), Optional.of(Instant.EPOCH));

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final EventLoop loop = new World.QueuedEventLoop(0, tasks);
  private final Caller caller = new Somebody(ANN.user(), ANN.name(), loop);
  private final List<String> answers = new ArrayList<>();

  private record Somebody(UserId user, DisplayName name, EventLoop loop) implements Caller {}

  private final class Heard implements Reply<Renewed> {
    @Override
    public void done(Renewed result) {
      answers.add("until " + result.expiry());
    }

    @Override
    public void refused(Refusal refusal) {
      answers.add(refusal.text());
    }
  }

  @Test
  void aVerdictAtOnceIsAnsweredOnTheEventLoopInALaterTurn() {
    new AuthenticateUseCase((token, verdict) -> verdict.accept(new Verdict.Known(ANN)))
        .authenticate(caller, "any", new Heard());
    assertThat(answers).isEmpty();

    tasks.remove().run();

    assertThat(answers).containsExactly("until Optional[1970-01-01T00:00:00Z]");
    assertThat(tasks).isEmpty();
  }

  @Test
  void aVerdictThatComesFromElsewhereIsAnsweredOnTheEventLoopToo() {
    List<Consumer<Verdict>> pending = new ArrayList<>();
    new AuthenticateUseCase((token, verdict) -> pending.add(verdict))
        .authenticate(caller, "any", new Heard());
    assertThat(tasks).isEmpty();

    Identity bob = new Identity(new UserId("bob"), new DisplayName("Ann"), Optional.empty());
    pending.get(0).accept(new Verdict.Known(bob));
    assertThat(answers).isEmpty();
    tasks.remove().run();

    assertThat(answers).containsExactly("the token of another user");
  }
}
