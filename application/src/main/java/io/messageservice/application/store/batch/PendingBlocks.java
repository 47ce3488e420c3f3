package io.messageservice.application.store.batch;

import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whom users block as a batch leaves it. Only the lane may call. */
final class PendingBlocks {

  private record Block(UserId user, UserId other) {

    BlockChange change(boolean holds) {
      return new BlockChange(user, other, holds);
    }
  }

  private final KnownRecords reads;

  /** Those that are otherwise than the store has them. */
  private final Map<Block, Boolean> changed = new LinkedHashMap<>();

  /** Those that hold as the store has them, and were decided again. */
  private final Set<Block> confirmed = new LinkedHashSet<>();

  /** As the store has them. */
  PendingBlocks(KnownRecords reads) {
    this.reads = reads;
  }

  void note(BlockChange change) {
    Block block = new Block(change.user(), change.blocked());
    boolean isSo = reads.blocks(block.user, block.other) == change.holds();
    changed.remove(block);
    confirmed.remove(block);
    if (!isSo) {
      changed.put(block, change.holds());
    } else if (change.holds()) {
      confirmed.add(block);
    }
  }

  boolean holds(UserId user, UserId other) {
    Boolean now = changed.get(new Block(user, other));
    return now == null ? reads.blocks(user, other) : now;
  }

  int count(UserId user) {
    int count = reads.blockCount(user);
    for (Map.Entry<Block, Boolean> each : changed.entrySet()) {
      if (each.getKey().user.equals(user)) {
        count += each.getValue() ? 1 : -1;
      }
    }
    return count;
  }

  /** What is to be written. */
  List<BlockChange> changes() {
    return changed.entrySet().stream().map(each -> each.getKey().change(each.getValue())).toList();
  }

  /** Blocks that hold, though there is nothing to write. */
  List<BlockChange> confirmed() {
    return confirmed.stream().map(block -> block.change(true)).toList();
  }
}
