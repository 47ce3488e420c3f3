package io.messageservice.adapter.websocket;

import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * The parser that read the handshake of a connection. Undertow keeps it for as long as the
 * connection lives, and in its buffers what it read last: the token. There is no call that frees
 * it, hence the reflection; where Undertow has changed, the parser stays and a test fails.
 */
final class HttpParser {

  private static final @Nullable Field PARSER = find();

  private HttpParser() {}

  /** Releases the parser; nothing more is HTTP on the connection. */
  static void forget(ServerConnection connection) {
    if (PARSER == null || !(connection instanceof HttpServerConnection)) {
      return;
    }
    try {
      PARSER.set(connection, null);
    } catch (IllegalAccessException changed) {
      // it stays
    }
  }

  private static @Nullable Field find() {
    try {
      Field parser = HttpServerConnection.class.getDeclaredField("readListener");
      parser.setAccessible(true);
      return parser;
    } catch (NoSuchFieldException | RuntimeException changed) {
      return null;
    }
  }
}
