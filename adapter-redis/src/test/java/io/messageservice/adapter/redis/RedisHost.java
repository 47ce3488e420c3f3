package io.messageservice.adapter.redis;

/** What a server runs in: a process or a container. One thread may call. */
interface RedisHost extends AutoCloseable {

  /** Starts the server, also again after it has ended; returns when it serves. */
  void start();

  /** Has the server end in order; returns when it has. */
  void stop();

  /** Ends the server as a power cut would; returns when it has ended. */
  void kill();

  /** Nothing of the server runs any more, but its connections stay open. */
  void pause();

  /** It runs on. */
  void resume();

  /** Ends it for good. */
  @Override
  void close();
}
