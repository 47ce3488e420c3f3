package io.messageservice.bootstrap.talk;

/** What the user sees. */
interface Screen {

  /** Somebody sent a message. */
  void message(String who, String content);

  /** What is no message: presence, typing, the state of the connection. */
  void note(String text);
}
