package io.messageservice.application.port.in;

import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks up whether users are online. */
public interface GetPresence {

  /** The most users of one question. */
  int MAX_USERS = 200;

  /** The most memory that an answer takes while it is made. */
  int READ_BYTES = 256 << 10;

  /**
   * Answers for each of these users, in the order asked. A user whom the caller may not know looks
   * like one that does not exist.
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
