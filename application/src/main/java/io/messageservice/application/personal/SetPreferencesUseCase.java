package io.messageservice.application.personal;

import io.messageservice.application.event.Event.PreferencesChanged;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.personal.SetPreferences;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import java.util.Set;

/** Changes preferences of those who take part. */
public final class SetPreferencesUseCase implements SetPreferences {

  private final Partitions partitions;
  private final Access access;
  private final Receipts receipts;

  /** By those rules. */
  public SetPreferencesUseCase(Partitions partitions, Access access, Receipts receipts) {
    this.partitions = partitions;
    this.access = access;
    this.receipts = receipts;
  }

  @Override
  public void set(
      Caller caller,
      ConversationId conversation,
      PreferencesChange change,
      Reply<OwnPreferences> reply) {
    new Setting(caller, conversation, change, reply).offer();
  }

  /** What they are since, and whether they were otherwise before. */
  record Changed(Conversation conversation, OwnPreferences preferences, boolean isChange) {}

  private final class Setting extends PersonalCommand<Changed, OwnPreferences> {
    private final PreferencesChange change;

    Setting(
        Caller caller, ConversationId id, PreferencesChange change, Reply<OwnPreferences> reply) {
      super(caller, id, access, reply, partitions.of(id));
      this.change = change;
    }

    @Override
    Decision<Changed> decide(Records records, Conversation conversation) {
      long head = conversation.head();
      Preferences before = records.preferences(id, caller.user()).at(head);
      Preferences now = before.changed(change, head);
      OwnPreferences own = new OwnPreferences(id, caller.user(), now);
      return now.equals(before)
          ? Decision.unchanged(new Changed(conversation, own, false))
          : Decision.personal(new Changed(conversation, own, true), own);
    }

    @Override
    void deliver(Changed changed, Fanout fanout) {
      if (changed.isChange()) {
        PreferencesChanged event = new PreferencesChanged(changed.preferences());
        receipts.deliver(changed.conversation(), Set.of(), caller, event, fanout);
      }
    }

    @Override
    OwnPreferences answer(Changed changed) {
      return changed.preferences();
    }
  }
}
