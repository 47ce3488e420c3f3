package io.messageservice.protocol.json;

import io.messageservice.domain.outcome.Refusal;

/**
 * What was received from outside, or a member of it, breaks the contract. Has no stack trace: it is
 * an answer.
 */
public final class InvalidFrame extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public InvalidFrame(Refusal refusal) {
    super(refusal.text(), null, false, false);
    this.refusal = refusal;
  }

  public static InvalidFrame payload(String text) {
    return new InvalidFrame(Refusal.invalidPayload(text));
  }

  public static InvalidFrame tooLarge(String text) {
    return new InvalidFrame(Refusal.tooLarge(text));
  }

  public static InvalidFrame format(String text) {
    return new InvalidFrame(new Refusal(Refusal.Code.INVALID_FORMAT, text));
  }

  /** What is to be answered. */
  public Refusal refusal() {
    return refusal;
  }
}
