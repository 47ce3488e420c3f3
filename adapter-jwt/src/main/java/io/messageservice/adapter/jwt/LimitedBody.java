package io.messageservice.adapter.jwt;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A body of which no more is kept than a limit. The client calls one method at a time. */
final class LimitedBody implements BodySubscriber<byte[]> {

  /** There is more than the limit allows. */
  static final class TooLarge extends RuntimeException {
    private TooLarge() {
      super("the body is too large", null, false, false);
    }
  }

  private final int maxBytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private @Nullable Subscription subscription;

  LimitedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (kept.size() + part.remaining() > maxBytes) {
        stop();
        return;
      }
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      kept.writeBytes(bytes);
    }
  }

  private void stop() {
    if (subscription != null) {
      subscription.cancel();
    }
    whole.completeExceptionally(new TooLarge());
  }

  @Override
  public void onError(Throwable fault) {
    whole.completeExceptionally(fault);
  }

  @Override
  public void onComplete() {
    whole.complete(kept.toByteArray());
  }
}
