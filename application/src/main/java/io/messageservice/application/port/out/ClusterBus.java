package io.messageservice.application.port.out;

import java.util.Collection;
import java.util.List;

/**
 * The way to the other nodes of the cluster. At most once: what is lost on it is found in the store
 * by its position, so nothing here is needed for a message to arrive, only for it to arrive soon.
 *
 * <p>Any thread may call; nothing here blocks or throws.
 */
public interface ClusterBus {

  /** There are no other nodes. */
  ClusterBus NONE = new NoBus();

  /** Begins: what others publish from now on is handed over. Called once, before anything else. */
  void listen(Listener listener);

  /**
   * Sends the signals to the other nodes that watch what they are about. What one node publishes
   * arrives in the order published, as far as it arrives; only what is about a topic that is
   * watched since a moment may come behind what is about others.
   */
  void publish(List<Signal> signals);

  /**
   * Others are to publish to this node what is about the topics. Watching twice is watching once.
   *
   * @param confirmed runs once every later publisher knows it; or, where that cannot be had now,
   *     within two seconds all the same: the topics are watched as soon as it can be had, and the
   *     listener is asked to reconcile. On any thread, also before this call returns
   */
  void watch(Collection<Topic> topics, Runnable confirmed);

  /** The node does not need what is about the topics any more. What is under way may still come. */
  void unwatch(Collection<Topic> topics);

  /** What a node receives. Called on threads of the bus, one at a time; must not block. */
  interface Listener {

    /** Others published this. */
    void received(List<Signal> signals);

    /** Something may have been lost: what is stored is to be compared with what was delivered. */
    void reconcile();
  }
}
