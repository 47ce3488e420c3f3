package io.messageservice.protocol.simulation;

/**
 * A command under way.
 *
 * @param number of its connection's commands, also its ref
 * @param named whether it carries the ref
 * @param tick of the model when it was sent
 * @param head of the conversation when it was sent
 * @param rev of the conversation when it was sent
 */
record Asked(int number, boolean named, Request request, long tick, long head, long rev) {

  boolean isAnswered() {
    return named || !(request instanceof Request.Typing);
  }
}
