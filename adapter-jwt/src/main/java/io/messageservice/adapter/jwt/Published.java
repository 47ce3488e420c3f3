package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Judges by keys that are fetched, on the threads of an executor.
 *
 * <p>A token of an unknown key is refused only by keys that were fetched after it came. Until then
 * it waits, or is told when to come again; tokens of known keys wait for nobody.
 */
record Published(RingJudge judge, KeySet keys, Executor executor) implements Bench {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");
  private static final String HEADER = "{\"alg\":\"RS256\"}";

  /** Clients that are told to come again come spread over this time, in milliseconds. */
  private static final int SPREAD_MILLIS = 2_000;

  /**
   * A token that is being judged.
   *
   * @param fetch the number of the last fetch that had begun when it came
   */
  private record Case(Credential credential, long fetch, Consumer<Verdict> verdict) {

    void refuse() {
      verdict.accept(new Verdict.Refused(Reason.INVALID));
    }

    void later(Duration wait) {
      int spread = Math.floorMod(credential.token().hashCode(), SPREAD_MILLIS);
      verdict.accept(Verdict.Refused.until(wait.plusMillis(spread + 1)));
    }
  }

  @Override
  public void judge(Credential credential, Consumer<Verdict> verdict) {
    Case given = new Case(credential, keys.begun(), verdict);
    resume(given, () -> begin(given));
  }

  private void resume(Case given, Runnable work) {
    Bench.onThreadOf(executor, work, given.verdict);
  }

  private void begin(Case given) {
    switch (keys.age()) {
      case FRESH -> decide(given);
      case AGING -> {
        keys.refreshBeside();
        decide(given);
      }
      case OLD -> keys.refresh(() -> resume(given, () -> decide(given))).ifPresent(given::later);
    }
  }

  private void decide(Case given) {
    Verdict found;
    try {
      found = judge.judge(given.credential.token());
    } catch (UnknownKey e) {
      lookFurther(given);
      return;
    }
    given.verdict.accept(found);
  }

  /** A fetch that was in flight when the token came may be too old, so there may be two. */
  private void lookFurther(Case given) {
    if (keys.wasAnsweredSince(given.fetch)) {
      given.refuse();
    } else {
      keys.lookFor(given.credential.client(), () -> resume(given, () -> decide(given)))
          .ifPresent(given::later);
    }
  }

  @Override
  public void warmUp(Runnable done) {
    Runnable rehearsal =
        () ->
            Bench.onThreadOf(
                executor,
                () -> {
                  rehearse();
                  done.run();
                },
                full -> done.run());
    if (keys.refresh(rehearsal).isPresent()) {
      done.run();
    }
  }

  private void rehearse() {
    try {
      judge.judge(TokenOfNobody.withHeader(header()));
    } catch (UnknownKey e) {
      // as far as it goes without keys, or with keys that have no id
    }
  }

  /** A header that leads to a key, if there is one by now. */
  private String header() {
    return keys.ring().keys().stream().findFirst().map(Published::header).orElse(HEADER);
  }

  private static String header(VerificationKey key) {
    String id =
        key.id().filter(PLAIN.asMatchPredicate()).map(kid -> ",\"kid\":\"" + kid + "\"").orElse("");
    return "{\"alg\":\"" + key.algorithms().iterator().next() + "\"" + id + "}";
  }
}
