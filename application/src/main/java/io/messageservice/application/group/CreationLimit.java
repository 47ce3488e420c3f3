package io.messageservice.application.group;

import io.messageservice.application.budget.UserLimit;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many conversations a user may begin, in all lanes together; services may begin any number.
 * Any lane's thread may call.
 */
public final class CreationLimit {

  private static final Refusal TOO_MANY =
      new Refusal(Refusal.Code.RATE_LIMITED, "too many new conversations, try again later");

  private final UserLimit limit;

  /** At that rate; empty for any number. */
  public CreationLimit(Optional<Rate> rate, LongSupplier nanoTime) {
    this.limit = new UserLimit(rate, nanoTime);
  }

  /** One command's leave to begin a conversation, asked for once however often it is decided. */
  public final class CreationPermit {
    private final UserId user;
    private boolean granted;

    private CreationPermit(Actor actor) {
      this.user = actor.user();
      this.granted = actor.isService();
    }

    /** The refusal, where the conversation would be new and the user began too many. */
    public Optional<Refusal> refusal(Optional<Conversation> found) {
      if (found.isPresent() || granted) {
        return Optional.empty();
      }
      granted = limit.take(user);
      return granted ? Optional.empty() : Optional.of(TOO_MANY);
    }
  }

  /** For one command. */
  public CreationPermit permitFor(Actor actor) {
    return new CreationPermit(actor);
  }
}
