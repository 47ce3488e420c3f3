package io.messageservice.protocol.simulation.personal;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.List;

/** The lists of all users. */
public final class KeptLists {

  private final List<KeptList> all;

  /** Empty ones. */
  public KeptLists(List<String> users, Journal journal) {
    this.all = users.stream().map(user -> new KeptList(new UserId(user), journal)).toList();
  }

  /** They are to be whole again. */
  public void begin() {
    all.forEach(KeptList::begin);
  }

  /** Those that have to ask. */
  public List<KeptList> behind() {
    return all.stream().filter(KeptList::isBehind).toList();
  }

  /** They are what whole lists of the store show. */
  public void requireWhole(History history) {
    all.forEach(list -> list.requireWhole(history));
  }
}
