package io.messageservice.transport;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.protocol.CloseReason;
import java.time.Duration;
import java.util.List;

/**
 * The connections of this node as the service handles them: all at once, whatever carries them. Any
 * thread may call; every call returns at once.
 */
public interface Transport {

  /** The event loops that own the connections, each at its {@link EventLoop#index}. */
  List<EventLoop> loops();

  /** How many connections there are, closing ones included. */
  int connections();

  /**
   * Accepts no more connections, and no more commands from those that there are, so that the
   * commands of before can be answered before the connections are closed.
   */
  void stopAccepting();

  /** Whether commands may still come in; false soon after {@link #stopAccepting}. */
  boolean isAccepting();

  /**
   * Accepts no more connections and commands, and closes all, each once its commands are answered,
   * as {@link CloseReason#draining}. {@link #connections} falls to 0 within two seconds.
   *
   * @param spreadOver the delays that clients get are spread evenly from 0 to this
   */
  void drain(Duration spreadOver);

  /**
   * Closes all that there are as {@link CloseReason#reconnectAfter}, each once its commands are
   * answered. Later connections stay.
   *
   * @param spreadOver as for a drain
   */
  void reconnect(Duration spreadOver);

  /**
   * As {@link #reconnect}, but without waiting for answers: what an event loop is given to deliver
   * afterwards reaches none of them.
   *
   * @param spreadOver as for a drain
   */
  void reconnectNow(Duration spreadOver);

  /** Accepts no more connections and closes all for the same reason. */
  void closeAll(CloseReason reason);
}
