package io.messageservice.application.port.in.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/** Lists whom the caller blocks. */
public interface ListBlocked {

  /** The users of a page where the asker names no number. */
  int DEFAULT_LIMIT = 100;

  /** The most users of a page; more are cut to it. */
  int MAX_LIMIT = 200;

  /** Lists one page. */
  void list(Caller caller, Request request, Reply<BlockedPage> reply);

  /**
   * Which page.
   *
   * @param after the last user of the page before; empty for the first
   * @param limit from 1 to {@link #MAX_LIMIT}
   */
  record Request(Optional<UserId> after, int limit) {}

  /**
   * A page.
   *
   * @param users by id
   * @param more whether there are further ones
   */
  record BlockedPage(List<UserId> users, boolean more) {

    public BlockedPage {
      users = List.copyOf(users);
    }
  }
}
