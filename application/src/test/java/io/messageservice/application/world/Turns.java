package io.messageservice.application.world;

import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The commands of one connection, one after the other, and their answers: those come once, and good
 * ones of a room in the order of the commands.
 */
final class Turns {

  private final List<String> heard;
  private final BooleanSupplier gone;
  private final Consumer<String> broken;
  private final Deque<Command> commands = new ArrayDeque<>();

  /** The last command that was carried out, by room. */
  private final Map<String, Integer> lastDone = new HashMap<>();

  private boolean joining;
  private int asked;
  private int unanswered;

  private record Command(boolean join, Runnable task) {}

  /**
   * Of a connection that has asked for nothing.
   *
   * @param heard gets the answers in words
   * @param gone whether it is closed
   * @param broken gets what is wrong with an answer
   */
  Turns(List<String> heard, BooleanSupplier gone, Consumer<String> broken) {
    this.heard = heard;
    this.gone = gone;
    this.broken = broken;
  }

  /** Commands that have no answer yet. */
  int unanswered() {
    return unanswered;
  }

  /** Nothing else is asked for while a join is not answered. */
  void ask(boolean join, Runnable command) {
    commands.add(new Command(join, command));
    askOn();
  }

  private void askOn() {
    while (!joining && !commands.isEmpty()) {
      Command next = commands.remove();
      joining = next.join();
      next.task().run();
    }
  }

  /** What waits for the answer to a command that is no join. */
  <R> Reply<R> reply(String room, Function<R, String> words) {
    return reply(room, false, words);
  }

  /** What waits for the answer. */
  <R> Reply<R> reply(String room, boolean join, Function<R, String> words) {
    int number = asked++;
    unanswered++;
    return new Reply<>() {
      private boolean answered;

      @Override
      public void done(R result) {
        Integer before = lastDone.put(room, number);
        expect(before == null || number > before, "answered out of turn");
        if (!gone.getAsBoolean()) { // what is answered to a closed socket is not heard
          heard.add(words.apply(result));
        }
        once(); // further commands begin after this one is answered
      }

      @Override
      public void refused(Refusal refusal) {
        once();
        heard.add("refused " + refusal.code());
      }

      private void once() {
        expect(!answered, "answered twice");
        answered = true;
        unanswered--;
        joining &= !join;
        askOn();
      }
    };
  }

  private void expect(boolean good, String otherwise) {
    if (!good) {
      broken.accept(otherwise);
    }
  }
}
