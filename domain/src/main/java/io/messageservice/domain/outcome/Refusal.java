package io.messageservice.domain.outcome;

import java.util.Objects;

/**
 * A "no" that a client gets to read.
 *
 * @param code for programs
 * @param text for people; never with a query, a stack trace or another user's data
 */
public record Refusal(Code code, String text) {

  /** The lack of access, which does not show whether the conversation exists. */
  public static final Refusal FORBIDDEN =
      new Refusal(Code.FORBIDDEN, "no access to this conversation");

  /** A message that does not exist, or that the asker may not see. */
  public static final Refusal NO_SUCH_MESSAGE = new Refusal(Code.NOT_FOUND, "no such message");

  /** A conversation that does not exist, for those who may know of all of them. */
  public static final Refusal NO_SUCH_CONVERSATION =
      new Refusal(Code.NOT_FOUND, "no such conversation");

  /** More work waits than the service takes on. */
  public static final Refusal OVERLOADED =
      new Refusal(Code.OVERLOADED, "too much is waiting, try again later");

  /** The store does not answer; what was asked may have been done. */
  public static final Refusal UNAVAILABLE =
      new Refusal(Code.UNAVAILABLE, "the store is not available, try again later");

  /** A fault of the service; what was asked may have been done. */
  public static final Refusal INTERNAL =
      new Refusal(Code.INTERNAL, "a fault in the service, try again later");

  public Refusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
  }

  /** A payload that breaks the contract; the text names the member. */
  public static Refusal invalidPayload(String text) {
    return new Refusal(Code.INVALID_PAYLOAD, text);
  }

  /** Something larger than its limit; the text names both. */
  public static Refusal tooLarge(String text) {
    return new Refusal(Code.TOO_LARGE, text);
  }

  /** Something that what is stored does not allow; the text names it. */
  public static Refusal conflict(String text) {
    return new Refusal(Code.CONFLICT, text);
  }

  /** A message that a service of the product does not want to be stored; the text is its own. */
  public static Refusal rejected(String text) {
    return new Refusal(Code.REJECTED, text);
  }

  /** Whether what was asked may have been done all the same. */
  public boolean leavesInDoubt() {
    return code == Code.UNAVAILABLE || code == Code.INTERNAL;
  }

  /** The codes of the contract. */
  public enum Code {
    INVALID_FORMAT,
    UNKNOWN_EVENT,
    INVALID_PAYLOAD,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    REJECTED,
    TOO_LARGE,
    RATE_LIMITED,
    OVERLOADED,
    UNAVAILABLE,
    INTERNAL
  }
}
