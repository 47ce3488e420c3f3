package io.messageservice.adapter.redis.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an operator would have been told. Any thread may call. */
final class Noted implements RedisStoreEvents {

  private final List<String> all = new CopyOnWriteArrayList<>();

  List<String> all() {
    return List.copyOf(all);
  }

  @Override
  public void mayLose(String what) {
    all.add("may lose: " + what);
  }

  @Override
  public void newEpoch(String epoch) {
    all.add("new epoch " + epoch);
  }

  @Override
  public void failed(String reason) {
    all.add("failed");
  }

  @Override
  public void recovered() {
    all.add("recovered");
  }

  @Override
  public void changesMissed() {
    all.add("changes missed");
  }
}
