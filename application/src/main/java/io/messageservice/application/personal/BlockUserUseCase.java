package io.messageservice.application.personal;

import io.messageservice.application.budget.UserLimit;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.in.personal.BlockUser;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.presence.KnownBlocks;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Records that a user blocks another; then has it noted in the direct conversations of the two, by
 * which commands in them are judged.
 */
public final class BlockUserUseCase implements BlockUser {

  /** As many direct conversations of the same two are noted; as a rule there is one. */
  private static final int MAX_DIRECT = 10_000;

  /** How many of them wait in lanes at once. */
  private static final int MAX_AT_ONCE = 100;

  /** The memory that finding them takes, as a rule. */
  private static final int READ_BYTES = 256 << 10;

  /** Of one user: one a second, and thirty at once. */
  private static final Rate RATE = new Rate(1, 1_000_000_000L, 30);

  private static final Refusal THEMSELVES = Refusal.invalidPayload("userId: not yourself");

  private static final Refusal TOO_MANY =
      Refusal.tooLarge("userId: " + BlockChange.MAX_PER_USER + " blocked users at most");

  private static final Refusal TOO_OFTEN =
      new Refusal(Refusal.Code.RATE_LIMITED, "too many changes of blocks, try again later");

  private final Partitions partitions;
  private final BlockedConversations conversations;
  private final KnownBlocks known;
  private final History history;
  private final ClientReads reads;
  private final UserLimit limit;

  /**
   * Of that store.
   *
   * @param isLimited whether there is a limit to how often a user may change blocks
   * @param nanoTime a monotonic clock
   */
  public BlockUserUseCase(
      Partitions partitions,
      BlockedConversations conversations,
      KnownBlocks known,
      History history,
      ClientReads reads,
      boolean isLimited,
      LongSupplier nanoTime) {
    this.partitions = partitions;
    this.conversations = conversations;
    this.known = known;
    this.history = history;
    this.reads = reads;
    this.limit = new UserLimit(Optional.of(RATE).filter(rate -> isLimited), nanoTime);
  }

  @Override
  public void block(Caller caller, UserId other, boolean holds, Reply<BlockChange> reply) {
    if (caller.user().equals(other)) {
      reply.refused(THEMSELVES);
    } else if (!caller.actor().isService() && !limit.take(caller.user())) {
      reply.refused(TOO_OFTEN);
    } else {
      BlockChange change = new BlockChange(caller.user(), other, holds);
      if (!partitions.of(caller.user()).offer(new Changing(caller, change, reply))) {
        reply.refused(Refusal.OVERLOADED);
      }
    }
  }

  /** Records it. The result is whether that was a change. */
  private final class Changing implements LaneCommand<Boolean> {
    private final Caller caller;
    private final BlockChange change;
    private final Reply<BlockChange> reply;

    Changing(Caller caller, BlockChange change, Reply<BlockChange> reply) {
      this.caller = caller;
      this.change = change;
      this.reply = reply;
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    /** One that holds already is decided again: what a store lost of it is written again. */
    @Override
    public Decision<Boolean> decide(Records records) {
      boolean isChange = records.blocks(change.user(), change.blocked()) != change.holds();
      boolean isNew = isChange && change.holds();
      return isNew && records.blockCount(change.user()) >= BlockChange.MAX_PER_USER
          ? Decision.refused(TOO_MANY)
          : Decision.blockChanged(isChange, change);
    }

    @Override
    public void done(Boolean isChange, Optional<Message> none, Fanout fanout) {
      known.forget(change.user(), change.blocked());
      fanout.on(
          caller.loop(),
          state ->
              reads.read(caller, unknown -> inDoubt(), READ_BYTES, () -> findDirect(isChange)));
    }

    /** It is recorded: whatever refuses what comes after that leaves it in doubt. */
    private void inDoubt() {
      reply.refused(Refusal.UNAVAILABLE);
    }

    private Prepared findDirect(boolean isChange) {
      List<ConversationId> direct = history.directOf(change.user(), change.blocked(), MAX_DIRECT);
      return direct.isEmpty()
          ? reply.prepare(change)
          : new Prepared(0, () -> new Noting(caller, change, reply, isChange, direct).begin());
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      fanout.on(caller.loop(), state -> reply.refused(refusal));
    }
  }

  /** Has it noted in some conversations after others, and answers at the end. Any lane may call. */
  private final class Noting implements BlockedConversations.Ending {
    private final Caller caller;
    private final BlockChange change;
    private final Reply<BlockChange> reply;
    private final boolean isChange;
    private final List<ConversationId> direct;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    /** How many were begun; only while none is open. */
    private int begun;

    Noting(
        Caller caller,
        BlockChange change,
        Reply<BlockChange> reply,
        boolean isChange,
        List<ConversationId> direct) {
      this.caller = caller;
      this.change = change;
      this.reply = reply;
      this.isChange = isChange;
      this.direct = direct;
    }

    void begin() {
      int end = Math.min(direct.size(), begun + MAX_AT_ONCE);
      List<ConversationId> next = direct.subList(begun, end);
      begun = end;
      open.set(next.size());
      next.forEach(id -> conversations.note(id, isChange, this));
    }

    @Override
    public void ended(boolean noted, Fanout fanout) {
      if (!noted) {
        failed.set(true);
      }
      if (open.decrementAndGet() > 0) {
        return;
      }
      if (begun < direct.size() && !failed.get()) {
        begin();
      } else {
        fanout.on(caller.loop(), state -> answer());
      }
    }

    private void answer() {
      if (failed.get()) {
        reply.refused(Refusal.UNAVAILABLE);
      } else {
        reply.done(change);
      }
    }
  }
}
