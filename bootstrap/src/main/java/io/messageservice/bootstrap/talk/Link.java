package io.messageservice.bootstrap.talk;

/** The way to the service, one connection at a time. Only the thread of the talk may call. */
interface Link {

  /** Begins a new connection; what comes of it is told later. */
  void connect();

  /** Sends a frame on the connection that is open. */
  void send(String frame);

  /** Lets go of the connection; nothing more is told of it. */
  void drop();
}
