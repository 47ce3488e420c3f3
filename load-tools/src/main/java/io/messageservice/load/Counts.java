package io.messageservice.load;

/**
 * What was published to a node.
 *
 * @param messages signals of messages
 * @param others other signals
 * @param frames that carried these
 * @param bytes of these frames
 * @param ownFrames of itself, by which it proves that it receives
 * @param ownBytes of its own frames
 */
record Counts(long messages, long others, long frames, long bytes, long ownFrames, long ownBytes) {

  static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

  /** A frame of another node. */
  static Counts frame(long messages, long others, long bytes) {
    return new Counts(messages, others, 1, bytes, 0, 0);
  }

  /** A frame of the node itself. */
  static Counts ownFrame(long bytes) {
    return new Counts(0, 0, 0, 0, 1, bytes);
  }

  Counts plus(Counts more) {
    return new Counts(
        messages + more.messages,
        others + more.others,
        frames + more.frames,
        bytes + more.bytes,
        ownFrames + more.ownFrames,
        ownBytes + more.ownBytes);
  }

  Counts less(Counts before) {
    return new Counts(
        messages - before.messages,
        others - before.others,
        frames - before.frames,
        bytes - before.bytes,
        ownFrames - before.ownFrames,
        ownBytes - before.ownBytes);
  }
}
