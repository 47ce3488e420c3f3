package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.redis.store.RedisStoreEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the state of a store in Redis. Never what users sent, nor who they are. */
public final class RedisStoreLog implements RedisStoreEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.cluster");

  private final Runnable onChangesMissed;

  /**
   * @param onChangesMissed runs where changes were missed, too
   */
  public RedisStoreLog(Runnable onChangesMissed) {
    this.onChangesMissed = onChangesMissed;
  }

  @Override
  public void mayLose(String what) {
    LOG.warn("store_may_lose what=\"{}\"", what);
  }

  @Override
  public void newEpoch(String epoch) {
    LOG.error("store_new_epoch advice=\"acknowledged messages may be gone\"");
  }

  @Override
  public void changesMissed() {
    LOG.warn("store_changes_missed");
    onChangesMissed.run();
  }

  @Override
  public void failed(String reason) {
    LOG.error("store_failed cause=\"{}\"", reason);
  }

  @Override
  public void recovered() {
    LOG.info("store_recovered");
  }
}
