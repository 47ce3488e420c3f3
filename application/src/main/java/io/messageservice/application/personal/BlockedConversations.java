package io.messageservice.application.personal;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.presence.KnownBlocks;
import io.messageservice.domain.conversation.BlockRules;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * Notes in direct conversations whether one of the two blocks the other, each by what is recorded
 * when it is noted: blocks of both at once, or one that ends meanwhile, leave what is true. Any
 * thread may call.
 */
public final class BlockedConversations {

  private static final Ending NOBODY_WAITS = (noted, fanout) -> {};

  private final Partitions partitions;
  private final History history;
  private final KnownBlocks blocks;
  private final boolean shared;

  /**
   * In conversations of these.
   *
   * @param shared whether other nodes write to the same store
   */
  public BlockedConversations(
      Partitions partitions, History history, KnownBlocks blocks, boolean shared) {
    this.partitions = partitions;
    this.history = history;
    this.blocks = blocks;
    this.shared = shared;
  }

  /** Learns how a note ended. Only the lane's thread calls. */
  interface Ending {
    void ended(boolean noted, Fanout fanout);
  }

  /**
   * A conversation is stored. Where it has become a direct one, another node may have recorded a
   * block while that was decided, and may have looked for direct conversations before it was
   * stored.
   */
  public void stored(Optional<Conversation> before, Conversation now) {
    if (shared && BlockRules.isDirectSince(before, now)) {
      note(now.id(), false, NOBODY_WAITS);
    }
  }

  /**
   * Has it noted.
   *
   * @param again whether it is written where it is noted so already
   */
  void note(ConversationId direct, boolean again, Ending ending) {
    Partition partition = partitions.of(direct);
    partition.lane().post(new Noting(direct, partition, again, ending));
  }

  /**
   * A conversation that a user joins as it stands by now: a block may have been noted since it was
   * decided. Where it should have been and was not, since a node has failed, that is made up for.
   * May block.
   */
  public Conversation checked(Conversation decided, UserId user) {
    if (decided.kind() != Kind.DIRECT || decided.isBlocked() == blocks.areIn(decided, user)) {
      return decided;
    }
    note(decided.id(), false, NOBODY_WAITS);
    return history.conversation(decided.id()).orElse(decided);
  }

  private record Noting(ConversationId id, Partition partition, boolean again, Ending ending)
      implements LaneCommand<Optional<Conversation>> {

    @Override
    public Decision<Optional<Conversation>> decide(Records records) {
      Optional<Conversation> found =
          records.conversation(id).filter(there -> there.kind() == Kind.DIRECT);
      Optional<Conversation> now =
          found
              .map(new BlockRules(records::blocks)::noted)
              .filter(noted -> again || noted.isBlocked() != found.get().isBlocked());
      return now.isPresent() ? Decision.changed(now, now.get()) : Decision.unchanged(now);
    }

    @Override
    public void done(Optional<Conversation> now, Optional<Message> none, Fanout fanout) {
      if (now.isPresent()) {
        partition.feeds().removeOthers(now.get(), Set.of(), fanout);
        long version = now.get().accessVersion();
        fanout.publish(() -> new Signal.OfAccess(id, version, Set.of()));
      }
      ending.ended(true, fanout);
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      ending.ended(false, fanout);
    }
  }
}
