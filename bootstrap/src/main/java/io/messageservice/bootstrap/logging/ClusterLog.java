package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.redis.bus.BusEvents;
import io.messageservice.adapter.redis.presence.PresenceEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens between nodes. Never a text of users, nor their ids. */
public class ClusterLog implements BusEvents, PresenceEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.cluster");

  private final Warnings warnings = new Warnings(LOG, System::nanoTime);

  /** This node connected. */
  public void joined(String node, boolean sharded) {
    LOG.info("cluster_joined node={} sharded={}", node, sharded);
  }

  @Override
  public void proven() {
    LOG.info("bus_proven");
  }

  @Override
  public void silent() {
    LOG.warn("bus_silent");
  }

  @Override
  public void subscriptionFailed(Throwable cause) {
    LOG.debug("bus_subscription_failed cause={}", cause.getClass().getSimpleName());
  }

  @Override
  public void reconciling() {
    LOG.debug("bus_doubted");
  }

  @Override
  public void garbled(int bytes) {
    warnings.warn("cluster_frame_garbled", "bytes=" + bytes);
  }

  @Override
  public void dropped(int signals) {
    warnings.warn("bus_dropped", "signals=" + signals);
  }

  @Override
  public void interestLost(int topics) {
    LOG.warn("bus_interest_lost topics={}", topics);
  }

  @Override
  public void leaseLost(int users) {
    LOG.warn("presence_lease_lost users={}", users);
  }

  @Override
  public void boardLost() {
    LOG.warn("presence_board_lost");
  }

  @Override
  public void failed(Throwable cause) {
    LOG.debug("redis_failed cause={}", cause.getClass().getSimpleName()); // it may name keys
  }
}
