package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.domain.user.UserId;

/** The keys that this adapter names; scripts name the others of a partition after "run". */
record Keys(String prefix) {

  /** What the store is. */
  String meta() {
    return prefix + "meta";
  }

  /** Which process had the partition when that was last noted. */
  String run(Partition partition) {
    return prefix + partition.tag() + "run";
  }

  /** Written to see whether the server writes. */
  String trial(Partition partition) {
    return prefix + partition.tag() + "trial";
  }

  /** In which conversations the user may take part. */
  String conversations(UserId user) {
    return prefix + "conversations:" + user.value();
  }
}
