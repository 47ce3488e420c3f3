package io.messageservice.application.port.in.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PreferencesChange;

/** Changes how the caller wants a conversation to be for themselves: muted, hidden. */
public interface SetPreferences {

  /**
   * Changes them; answered with the preferences as they are from then on.
   *
   * @param change not empty
   */
  void set(
      Caller caller,
      ConversationId conversation,
      PreferencesChange change,
      Reply<OwnPreferences> reply);
}
