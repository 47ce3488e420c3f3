package io.messageservice.adapter.websocket.peer;

import io.messageservice.application.waiting.Patience;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Collects whole messages. */
public final class CollectingListener implements WebSocket.Listener {

  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteBuffer binary = ByteBuffer.allocate(2 << 20);

  @Nullable public Object next() throws InterruptedException {
    return heard.poll(Patience.MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      heard.add(text.toString());
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    binary.put(data);
    if (last) {
      heard.add(binary.flip());
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    heard.add(code);
    return null;
  }
}
