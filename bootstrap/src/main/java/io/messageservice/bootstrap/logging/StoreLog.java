package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.sqlite.SqliteEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens to the store. */
public final class StoreLog implements SqliteEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.store");

  @Override
  public void uncleanStart(boolean newEpoch) {
    LOG.warn("store_unclean_start new_epoch={}", newEpoch);
  }

  @Override
  public void failed(Exception cause) {
    LOG.error("store_failed cause={}", cause.toString());
  }

  @Override
  public void commitFound(Exception cause) {
    LOG.warn("store_commit_found_after_error cause={}", cause.toString());
  }

  @Override
  public void recovered() {
    LOG.info("store_recovered");
  }
}
