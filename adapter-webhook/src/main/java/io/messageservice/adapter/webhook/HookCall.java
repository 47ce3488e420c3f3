package io.messageservice.adapter.webhook;

import io.messageservice.adapter.webhook.BeforeSendEvents.Outcome;
import io.messageservice.application.port.out.BeforeSend.Answer;
import io.messageservice.application.port.out.BeforeSend.Answer.Accepted;
import io.messageservice.application.port.out.BeforeSend.Question;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.json.BeforeSendJson;
import io.messageservice.protocol.json.InvalidFrame;
import java.util.Optional;
import java.util.function.Consumer;

/** One question to the hook, from its place in the queue to the one answer. */
final class HookCall implements SignedCall.Asker {

  /** An answer may have so many bytes more than twice the question. */
  static final int MAX_ANSWER_BYTES = 64 << 10;

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private static final Refusal UNCHANGEABLE =
      Refusal.rejected("the message cannot be stored as it was changed");

  private final Question question;
  private final Consumer<Answer> answer;
  private final BeforeSendAdapter hook;
  private final long askedNanos;
  private final String id;

  /** Of the whole body, as was said when it was asked. */
  private volatile int readBytes;

  HookCall(Question question, Consumer<Answer> answer, BeforeSendAdapter hook, long askedNanos) {
    this.question = question;
    this.answer = answer;
    this.hook = hook;
    this.askedNanos = askedNanos;
    this.id = hook.newId();
  }

  int weight() {
    return 1 + question.content().sizeBytes() / BYTES_OF_WEIGHT;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public byte[] body() {
    return BeforeSendJson.encoded(question);
  }

  @Override
  public Optional<String> traceparent() {
    return question.trace().traceparent();
  }

  @Override
  public int readBytes(int bodyBytes) {
    readBytes = MAX_ANSWER_BYTES + 2 * bodyBytes + 1;
    return readBytes;
  }

  @Override
  public void answered(int status, byte[] body) {
    if (status == NO_CONTENT) {
      end(Outcome.ACCEPTED, Accepted.UNCHANGED);
    } else if (status != OK) {
      failed(Outcome.STATUS);
    } else if (body.length == readBytes) {
      failed(Outcome.TOO_LARGE);
    } else {
      read(body);
    }
  }

  private void read(byte[] body) {
    try {
      Answer answer = hook.json().read(body, question.content());
      Outcome outcome =
          answer instanceof Accepted accepted
              ? accepted.change().isEmpty() ? Outcome.ACCEPTED : Outcome.CHANGED
              : Outcome.REJECTED;
      end(outcome, answer);
    } catch (InvalidFrame invalid) {
      if (invalid.refusal().code() == Refusal.Code.TOO_LARGE) {
        end(Outcome.UNFIT, new Answer.Rejected(UNCHANGEABLE));
      } else {
        failed(Outcome.MALFORMED);
      }
    } catch (RuntimeException unreadable) {
      failed(Outcome.MALFORMED);
    }
  }

  @Override
  public void failed(SignedCall.Failure failure) {
    failed(Outcome.valueOf(failure.name()));
  }

  void failed(Outcome outcome) {
    end(outcome, hook.answerOnFailure());
  }

  private void end(Outcome outcome, Answer given) {
    hook.ended(askedNanos, outcome);
    answer.accept(given);
  }
}
