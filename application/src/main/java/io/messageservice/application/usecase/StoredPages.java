package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Past;
import io.messageservice.application.delivery.ReplaySource;
import io.messageservice.application.delivery.Told;
import io.messageservice.application.event.Event.MessageSaid;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.Shard;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Reads the pages of replays on reader threads; where the store cannot answer, again a bit later.
 * Where it has another past than the one that the replay is of, the replay ends with nothing more.
 */
final class StoredPages implements ReplaySource {
  private static final int PAGE = 128;

  /** Far below what makes a connection lag. */
  private static final int PAGE_BYTES = 32 << 10;

  private static final Duration RETRY = Duration.ofMillis(500);

  private final History history;
  private final Past past;
  private final Access access;
  private final Encoder encoder;
  private final Executor readers;
  private final Timer timer;
  private final Faults faults;

  StoredPages(Surroundings around, Past past, Access access) {
    this.history = around.history();
    this.past = past;
    this.access = access;
    this.encoder = around.encoder();
    this.readers = around.readers();
    this.timer = around.timer();
    this.faults = around.faults();
  }

  @Override
  public void read(
      UserId user,
      ConversationId conversation,
      long afterSeq,
      Shard shard,
      Consumer<List<Told>> then) {
    read(new Asked(past.epoch(), user, conversation, afterSeq), shard, then);
  }

  /** What is to be read, in the past that counted when it was first asked for. */
  private record Asked(String epoch, UserId user, ConversationId conversation, long afterSeq) {}

  private void read(Asked asked, Shard shard, Consumer<List<Told>> then) {
    Runnable again = () -> timer.after(RETRY, () -> read(asked, shard, then));
    try {
      readers.execute(
          () -> {
            try {
              List<Told> page = page(asked);
              shard.execute(() -> then.accept(page), page.size());
            } catch (StoreUnavailable unavailable) {
              faults.broke("store", unavailable);
              again.run();
            } catch (RuntimeException | Error fault) {
              faults.broke("replay", fault);
              again.run();
            }
          });
    } catch (RejectedExecutionException full) {
      again.run();
    }
  }

  private List<Told> page(Asked asked) {
    Optional<Conversation> found = history.conversation(asked.conversation());
    boolean mayRead = access.mayRead(found, asked.user());
    if (hasEnded(asked) || !mayRead) {
      return List.of();
    }
    long head = found.orElseThrow().head(); // what was said later is judged by a later look
    Page page = history.after(asked.conversation(), asked.afterSeq(), PAGE, PAGE_BYTES);
    if (hasEnded(asked)) {
      return List.of();
    }
    if (page.messages().isEmpty()) {
      throw new IllegalStateException(
          "the store has no message after position " + asked.afterSeq());
    }
    return page.messages().stream()
        .filter(message -> message.seq() <= head)
        .map(message -> new Told(message.seq(), encoder.encode(new MessageSaid(message))))
        .toList();
  }

  /** Whether what was read may be of another past; then whoever asked is being sent away. */
  private boolean hasEnded(Asked asked) {
    return past.isOver() || !past.epoch().equals(asked.epoch());
  }
}
