package io.messageservice.application.lane;

import io.messageservice.application.feed.Feeds;
import io.messageservice.application.feed.LanePartition;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.UserId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The partitions of a node, one for each lane. Any thread may call. */
public final class Partitions {

  private final List<Partition> all;
  private final List<Feeds> feeds;

  /**
   * Of these lanes.
   *
   * @param all by index
   */
  public Partitions(List<Partition> all) {
    this.all = List.copyOf(all);
    this.feeds = all.stream().map(Partition::feeds).toList();
    Feeds.join(feeds);
  }

  /** The one that the conversation belongs to: always the same. */
  public Partition of(ConversationId conversation) {
    return of(conversation.value());
  }

  /** The one where it is found out which conversation the message is in. */
  public Partition of(MessageId message) {
    return of(message.value());
  }

  /** The one that writes whom the user blocks. */
  public Partition of(UserId user) {
    return of(user.value());
  }

  private Partition of(String id) {
    return all.get(LanePartition.indexOf(id, all.size()));
  }

  /** All of them. */
  public List<Partition> all() {
    return all;
  }

  /** The conversations, by the partition that they belong to. */
  public Map<Partition, Set<ConversationId>> group(Set<ConversationId> conversations) {
    if (all.size() == 1) {
      return Map.of(all.get(0), conversations);
    }
    Map<Partition, Set<ConversationId>> groups = new LinkedHashMap<>();
    conversations.forEach(id -> groups.computeIfAbsent(of(id), own -> new HashSet<>()).add(id));
    return groups;
  }

  /** A connection of the user opens: each lane learns of it before the connection's commands. */
  public void opening(UserId user) {
    feeds.stream().map(lane -> lane.opening(user)).toList().forEach(Runnable::run);
  }

  /** A connection of the user is closed: each lane learns of it after the connection's commands. */
  public void closed(UserId user) {
    feeds.forEach(lane -> lane.closed(user));
  }

  /** Has what is stored compared with what was delivered, soon. */
  public void reconcile() {
    feeds.forEach(Feeds::reconcile);
  }

  /** How many commands are not answered yet. */
  public int unfinished() {
    int some = count();
    return some > 0 ? some : count(); // a command may have been added to another lane meanwhile
  }

  private int count() {
    int all = 0;
    for (Partition partition : this.all) {
      all += partition.lane().size() + partition.feeds().unanswered();
    }
    return all;
  }
}
