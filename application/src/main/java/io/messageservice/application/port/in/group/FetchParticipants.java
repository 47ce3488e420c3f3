package io.messageservice.application.port.in.group;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/** Reads who takes part in a conversation, as what, and how far they have read. */
public interface FetchParticipants {

  /** The participants of a page where the asker names no number. */
  int DEFAULT_LIMIT = 100;

  /** The most participants of a page; more are cut to it. */
  int MAX_LIMIT = 200;

  /** Fetches one page; {@code forbidden} to those who take no part. */
  void fetch(Caller caller, Request request, Reply<ParticipantPage> reply);

  /**
   * Which page.
   *
   * @param after the last user of the page before; empty for the first
   * @param limit from 1 to {@link #MAX_LIMIT}
   */
  record Request(ConversationId conversation, Optional<UserId> after, int limit) {}

  /**
   * A page.
   *
   * @param participants by the id of the user
   * @param more whether there are further ones
   */
  record ParticipantPage(List<Participant> participants, boolean more) {

    public ParticipantPage {
      participants = List.copyOf(participants);
    }
  }

  /** Somebody who takes part, as what, and how far they have come. */
  record Participant(Role role, Reader reader) {}
}
