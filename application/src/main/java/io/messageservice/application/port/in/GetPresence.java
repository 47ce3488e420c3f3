package io.messageservice.application.port.in;

import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells of users whether they are online. */
public interface GetPresence {

  /** The most users of one question. */
  int MAX_USERS = 200;

  /** The most memory that an answer takes while it is made. */
  int READ_BYTES = 256 << 10;

  /**
   * Tells of each of these users, in the order asked. Whom the caller may not know looks like a
   * user who does not exist.
   *
   * @param users from 1 to {@link #MAX_USERS}
   */
  void get(Caller caller, List<UserId> users, Reply<List<Status>> reply);

  /**
   * Whether a user is online.
   *
   * @param lastSeen when the last connection of a user who is offline was closed; empty where that
   *     is not known
   */
  record Status(UserId user, boolean online, Optional<Instant> lastSeen) {}
}
