package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Verdict;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Judges by one key that never changes, on a thread of an executor that may run what it is given
 * before it returns.
 */
record AtHand(Judge judge, String algorithm, Executor executor) implements Bench {

  @Override
  public void judge(Credential credential, Consumer<Verdict> verdict) {
    Bench.onThreadOf(executor, () -> verdict.accept(judge.judge(credential.token())), verdict);
  }

  @Override
  public void warmUp(Runnable done) {
    String token = TokenOfNobody.withHeader("{\"alg\":\"" + algorithm + "\"}");
    judge(new Credential(token, ""), verdict -> done.run());
  }
}
