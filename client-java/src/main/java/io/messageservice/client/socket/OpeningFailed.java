package io.messageservice.client.socket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No connection could be opened; the message gives the reason. */
public final class OpeningFailed extends IOException {

  public OpeningFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
