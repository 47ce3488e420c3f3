package io.messageservice.adapter.redis.store;

import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom users block as a batch leaves it. Only the lane may call. */
final class PendingBlocks {

  private record Block(UserId user, UserId other) {}

  private final BatchReads reads;

  /** Those that are otherwise than Redis has them. */
  private final Map<Block, Boolean> changed = new LinkedHashMap<>();

  /** As Redis has them. */
  PendingBlocks(BatchReads reads) {
    this.reads = reads;
  }

  void note(BlockChange change) {
    Block block = new Block(change.user(), change.blocked());
    if (reads.blocks(block.user, block.other) == change.holds()) {
      changed.remove(block);
    } else {
      changed.put(block, change.holds());
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
    return changed.entrySet().stream()
        .map(each -> new BlockChange(each.getKey().user, each.getKey().other, each.getValue()))
        .toList();
  }
}
