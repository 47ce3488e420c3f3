package io.messageservice.adapter.sse;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads the body of a post to its end. Memory is taken for what was received, never for what is
 * only announced. Only the exchange's I/O thread may call.
 */
final class PostedBody implements ChannelListener<StreamSourceChannel> {

  private static final int FIRST_BYTES = 1 << 10;

  private final HttpServerExchange exchange;
  private final int maxBytes;
  private final Taker taker;
  private byte[] bytes = {};
  private int length;

  private PostedBody(HttpServerExchange exchange, int maxBytes, Taker taker) {
    this.exchange = exchange;
    this.maxBytes = maxBytes;
    this.taker = taker;
  }

  /** Who gets the body. One of the methods is called, once, unless the client goes. */
  interface Taker {

    /** The whole body, which may be empty. The array may be longer. */
    void whole(byte[] bytes, int length);

    /** It is larger than the limit. */
    void tooLarge();
  }

  /** Reads; the taker may be called before this returns. */
  static void read(HttpServerExchange exchange, int maxBytes, Taker taker) {
    StreamSourceChannel channel =
        exchange.isRequestComplete() ? null : exchange.getRequestChannel();
    if (exchange.getRequestContentLength() > maxBytes) {
      taker.tooLarge();
    } else if (channel == null) {
      taker.whole(new byte[0], 0);
    } else {
      PostedBody body = new PostedBody(exchange, maxBytes, taker);
      channel.getReadSetter().set(body);
      body.handleEvent(channel);
    }
  }

  @Override
  public void handleEvent(StreamSourceChannel channel) {
    try {
      int count = fill(channel);
      while (count > 0) {
        count = fill(channel);
      }
      if (length > maxBytes) {
        channel.suspendReads();
        taker.tooLarge();
      } else if (count == 0) {
        channel.resumeReads();
      } else {
        taker.whole(bytes, length);
      }
    } catch (IOException closed) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /** One read; the end of the body, and one byte past the limit, count as the end. */
  private int fill(StreamSourceChannel channel) throws IOException {
    if (length > maxBytes) {
      return -1;
    }
    if (length == bytes.length) {
      int more = Math.max(FIRST_BYTES, 2 * length);
      bytes = Arrays.copyOf(bytes, Math.min(more, maxBytes + 1));
    }
    int count = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
    length += Math.max(0, count);
    return count;
  }
}
