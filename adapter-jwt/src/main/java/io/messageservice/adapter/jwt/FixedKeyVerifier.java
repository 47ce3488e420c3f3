package io.messageservice.adapter.jwt;

import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Verdict;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Verifies tokens by one key that never changes, on a thread of an executor that may run what it is
 * given before it returns.
 */
record FixedKeyVerifier(TokenVerifier verifier, String algorithm, Executor executor)
    implements CredentialVerifier {

  @Override
  public void verify(Credential credential, Consumer<Verdict> verdict) {
    Runnable work = () -> verdict.accept(verifier.verify(credential.token()));
    CredentialVerifier.run(executor, work, verdict);
  }

  @Override
  public void warmUp(Runnable done) {
    String token = CompactForm.warmUpToken("{\"alg\":\"" + algorithm + "\"}");
    verify(new Credential(token, ""), verdict -> done.run());
  }
}
