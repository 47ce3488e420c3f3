package io.messageservice.application.delivery;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.AccessChange;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who may hear the conversations that are watched here: each as this node knows it, and read anew
 * where another one has changed who takes part. Whoever takes part no more is put out. Only the
 * lane's thread may call; calls block.
 */
public final class Audience {

  private final History history;
  private final Past past;
  private final Watches watches;
  private final Consumer<Conversation> changed;

  /**
   * @param changed is told of conversations in which somebody may take part no more
   */
  public Audience(History history, Past past, Watches watches, Consumer<Conversation> changed) {
    this.history = history;
    this.past = past;
    this.watches = watches;
    this.changed = changed;
  }

  /**
   * The conversation as it is known here, read anew where another node knows a later version of its
   * access. Empty where there is none, or where it is not watched.
   *
   * @throws StoreUnavailable where it cannot be read
   */
  public Optional<Conversation> current(ConversationId id, long accessVersion, Delivery delivery) {
    if (!watches.includes(id)) {
      return Optional.empty();
    }
    Optional<Conversation> known =
        watches.known(id).filter(conversation -> conversation.accessVersion() >= accessVersion);
    return known.isPresent() ? known : anew(id, delivery);
  }

  private Optional<Conversation> anew(ConversationId id, Delivery delivery) {
    Optional<Conversation> found = history.conversation(id);
    past.require();
    found.ifPresent(conversation -> putOutBy(conversation, delivery));
    return found;
  }

  /**
   * Takes note of a conversation that this node has changed, or looked at.
   *
   * @param before as it stood before the change; where this node did not know it so, others have
   *     changed it meanwhile, and whoever takes part no more is put out
   */
  public void learn(Conversation conversation, Optional<Conversation> before, Delivery delivery) {
    if (!watches.isShared()) {
      return;
    }
    long accessBefore = before.map(Conversation::accessVersion).orElse(0L);
    Optional<Conversation> known = watches.known(conversation.id());
    if (known.filter(had -> had.accessVersion() == accessBefore).isPresent()) {
      watches.learn(conversation);
    } else {
      putOut(conversation, delivery);
    }
  }

  /** The conversation as it is known here, where that is with a later version of its access. */
  Optional<Conversation> laterThan(Conversation conversation) {
    return watches
        .known(conversation.id())
        .filter(known -> known.accessVersion() > conversation.accessVersion());
  }

  /** The conversation may be another one by now, under the same id: it is read anew. */
  public void unlearn(ConversationId conversation) {
    watches.unlearn(conversation);
  }

  /**
   * Puts out whoever takes part no more in the conversation as it now stands or, where others are
   * known to have changed it since, as it stands then.
   *
   * @throws StoreUnavailable where it has to be read and cannot
   */
  public void putOut(Conversation conversation, Delivery delivery) {
    if (laterThan(conversation).isPresent()) {
      Optional<Conversation> unused = current(conversation.id(), Long.MAX_VALUE, delivery);
    } else {
      putOutBy(conversation, delivery);
    }
  }

  /** Of what was found by a comparison: some came, and some may be gone. */
  void changed(AccessChange change, Delivery delivery) {
    if (watches.isShared()) {
      change.came().forEach(user -> watches.takesPart(user, change.conversation()));
      if (watches.includes(change.conversation())) {
        Optional<Conversation> unused = anew(change.conversation(), delivery);
      }
    }
  }

  /** By the conversation as it stands. */
  void putOutBy(Conversation conversation, Delivery delivery) {
    watches.putOut(conversation);
    watches.learn(conversation);
    changed.accept(conversation);
    delivery.onEvery(hall -> hall.putOut(conversation));
  }
}
