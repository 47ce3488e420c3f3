package io.messageservice.adapter.sqlite.store;

import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Users in one column, parted by a character that no id has. */
final class UserList {

  private static final String BETWEEN = "\u001f";

  private UserList() {}

  static String joined(Collection<UserId> users) {
    return users.stream().map(UserId::value).collect(Collectors.joining(BETWEEN));
  }

  /** The users in their order. */
  static Set<UserId> users(String joined) {
    Set<UserId> users = new LinkedHashSet<>();
    for (String user : joined.split(BETWEEN, -1)) {
      if (!user.isEmpty()) {
        users.add(new UserId(user));
      }
    }
    return users;
  }
}
