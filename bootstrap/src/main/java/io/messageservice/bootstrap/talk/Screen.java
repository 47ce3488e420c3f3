package io.messageservice.bootstrap.talk;

/** What the user sees. */
interface Screen {

  /** Somebody said something. */
  void said(String who, String content);

  /** Something that nobody said: presence, typing, the state of the connection. */
  void note(String text);
}
