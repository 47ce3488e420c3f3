package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Judges by keys that are fetched, on the threads of an executor. A token whose key is not known
 * waits for the set to be fetched once; nobody else does.
 */
record Published(Judge judge, KeySet keys, Executor executor) implements Bench {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");
  private static final String HEADER = "{\"alg\":\"RS256\"}";

  @Override
  public void judge(String token, Consumer<Verdict> verdict) {
    Bench.onThreadOf(executor, () -> begin(token, verdict), verdict);
  }

  private void begin(String token, Consumer<Verdict> verdict) {
    if (keys.isOld()) {
      renew(token, verdict);
      return;
    }
    Verdict found;
    try {
      found = judge.judge(token);
    } catch (UnknownKey e) {
      renew(token, verdict);
      return;
    }
    verdict.accept(found);
  }

  private void renew(String token, Consumer<Verdict> verdict) {
    Runnable again = () -> Bench.onThreadOf(executor, () -> end(token, verdict), verdict);
    if (!keys.renew(again)) {
      verdict.accept(TRY_LATER);
    }
  }

  /** After a fetch, or where none may begin yet: what is not known now is refused. */
  private void end(String token, Consumer<Verdict> verdict) {
    Verdict found;
    try {
      found = judge.judge(token);
    } catch (UnknownKey e) {
      found = keys.isDoubtful() ? TRY_LATER : new Verdict.Refused(Reason.INVALID);
    }
    verdict.accept(found);
  }

  @Override
  public String header() {
    return keys.ring().keys().stream().findFirst().map(Published::header).orElse(HEADER);
  }

  private static String header(VerificationKey key) {
    String id =
        key.id().filter(PLAIN.asMatchPredicate()).map(kid -> ",\"kid\":\"" + kid + "\"").orElse("");
    return "{\"alg\":\"" + key.algorithms().iterator().next() + "\"" + id + "}";
  }
}
