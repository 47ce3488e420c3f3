package io.messageservice.cluster;

/** What all clients are told to do. Written by the thread of the trial, read by all. */
final class Tone {

  private volatile boolean lively;

  /** They talk, come and go. */
  void lively() {
    lively = true;
  }

  /**
   * They say nothing new, and who is away stays away; what was not answered is still sent again,
   * and lost connections are made again.
   */
  void calm() {
    lively = false;
  }

  boolean isLively() {
    return lively;
  }
}
