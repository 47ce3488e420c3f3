package io.messageservice.domain.conversation;

import java.util.Objects;
import java.util.Optional;

/**
 * What somebody wants to change of a group's data. What is empty stays; an empty text removes.
 *
 * @param title the new title
 * @param avatarUrl where the new picture lies
 * @param metadata the new one
 * @param frozen whether only moderators and owners are to write
 */
public record DataChange(
    Optional<String> title,
    Optional<String> avatarUrl,
    Optional<String> metadata,
    Optional<Boolean> frozen) {

  public DataChange {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(avatarUrl, "avatarUrl");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(frozen, "frozen");
  }

  /** Whether it names nothing that could change. */
  public boolean isEmpty() {
    return title.isEmpty() && avatarUrl.isEmpty() && metadata.isEmpty() && frozen.isEmpty();
  }

  /** What becomes of that data. */
  public ConversationData appliedTo(ConversationData data) {
    return new ConversationData(
        changed(title, data.title()),
        changed(avatarUrl, data.avatarUrl()),
        changed(metadata, data.metadata()),
        frozen.orElse(data.frozen()));
  }

  private static Optional<String> changed(Optional<String> wanted, Optional<String> present) {
    return wanted.isPresent() ? wanted.filter(text -> !text.isEmpty()) : present;
  }
}
