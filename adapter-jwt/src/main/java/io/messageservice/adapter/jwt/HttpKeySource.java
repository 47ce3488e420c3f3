package io.messageservice.adapter.jwt;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a key set over HTTP. No redirect is followed: a server there could name any other place,
 * by another scheme too. The client is {@link HttpURLConnection}, because hosts may have an
 * underscore, as those of containers often do.
 */
final class HttpKeySource implements KeySource {

  /** For all of it, from looking up the host to the last byte. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Far above what key sets need, which have a few kilobytes. */
  static final int MAX_BYTES = 256 << 10;

  private final JwksConfig config;
  private final Executor executor;
  private final Duration timeout;

  /**
   * @param executor does the exchange, while the thread that fetches waits for it
   */
  HttpKeySource(JwksConfig config, Executor executor, Duration timeout) {
    this.config = config;
    this.executor = executor;
    this.timeout = timeout;
  }

  @Override
  public KeyRing fetch() throws FetchFailed {
    FutureTask<KeyRing> exchange = new FutureTask<>(this::exchange);
    try {
      executor.execute(exchange);
      return exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new FetchFailed(Failure.TIMEOUT);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FetchFailed failed
          ? failed
          : new FetchFailed(Failure.UNREACHABLE);
    } catch (RejectedExecutionException e) {
      throw new FetchFailed(Failure.UNREACHABLE);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new FetchFailed(Failure.UNREACHABLE);
    } finally {
      exchange.cancel(true);
    }
  }

  private KeyRing exchange() throws IOException, FetchFailed {
    if (config.isExposed()) {
      throw new FetchFailed(Failure.EXPOSED);
    }
    HttpURLConnection connection = (HttpURLConnection) config.url().toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
    connection.setRequestProperty("Connection", "close");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new FetchFailed(Failure.STATUS);
      }
      return JwkSet.read(body(connection.getInputStream()));
    } catch (SocketTimeoutException e) {
      throw new FetchFailed(Failure.TIMEOUT);
    } catch (IllegalArgumentException e) {
      throw new FetchFailed(Failure.MALFORMED);
    } finally {
      connection.disconnect();
    }
  }

  /** Ends soon after {@link #fetch} has given up, which interrupts it. */
  private static byte[] body(InputStream in) throws IOException, FetchFailed {
    byte[] bytes = new byte[MAX_BYTES + 1];
    int length = 0;
    int read = 0;
    while (read >= 0 && length <= MAX_BYTES && !Thread.currentThread().isInterrupted()) {
      length += read;
      read = in.read(bytes, length, bytes.length - length);
    }
    if (length > MAX_BYTES) {
      throw new FetchFailed(Failure.TOO_LARGE);
    }
    return Arrays.copyOf(bytes, length);
  }
}
