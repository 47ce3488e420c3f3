package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.postgres.PostgresEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the state of a store in PostgreSQL. Never what users sent, nor who they are. */
public final class PostgresLog implements PostgresEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.store");

  private final Runnable onChangesMissed;

  /**
   * @param onChangesMissed runs where changes were missed, too
   */
  public PostgresLog(Runnable onChangesMissed) {
    this.onChangesMissed = onChangesMissed;
  }

  @Override
  public void newEpoch(String epoch) {
    LOG.error("store_new_epoch advice=\"acknowledged messages may be gone\"");
  }

  @Override
  public void failed(String reason) {
    LOG.error("store_failed cause=\"{}\"", reason);
  }

  @Override
  public void commitFound(String reason) {
    LOG.warn("store_commit_found_after_error cause=\"{}\"", reason);
  }

  @Override
  public void recovered() {
    LOG.info("store_recovered");
  }

  @Override
  public void changesMissed() {
    LOG.warn("store_changes_missed");
    onChangesMissed.run();
  }
}
