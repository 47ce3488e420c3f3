package io.messageservice.adapter.http.web;

/** Observes the operator's console. Any thread; must not block. */
public interface ConsoleEvents {

  /** A request was answered with this status, and nothing was shown or done. */
  void requestRefused(int status);

  /**
   * Somebody with the password has commanded something.
   *
   * @param command its name
   * @param connections how many it concerns
   */
  void operatorCommanded(String command, int connections);

  /** A bug: the console shows nothing new this time. */
  void consoleFailed(Throwable cause);
}
