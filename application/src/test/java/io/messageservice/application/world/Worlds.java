package io.messageservice.application.world;

/** Two nodes of a test, which run their tasks in turns. */
public record Worlds(World here, World there) {

  /** Runs until nothing is left to do at this time. */
  public void settle() {
    boolean busy = true;
    while (busy) {
      boolean first = here.step();
      busy = there.step() || first;
    }
  }

  /** Lets time pass for both, running what falls due. */
  public void pass(long millis) {
    for (long left = millis; left > 0; left -= 100) {
      here.pass(100);
      there.pass(100);
      settle();
    }
  }
}
