package io.messageservice.client.socket;

import java.util.concurrent.CompletableFuture;

/** Opens connections. Any thread may call; no call blocks. */
@FunctionalInterface
public interface SocketOpener {

  /**
   * Opens a connection. The listener is called only after the answer was completed; a connection
   * whose answer was cancelled is aborted when it opens.
   *
   * @return fails with {@link OpeningFailed}
   */
  CompletableFuture<ClientSocket> open(OpeningRequest request, SocketListener listener);
}
