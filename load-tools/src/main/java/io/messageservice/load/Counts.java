package io.messageservice.load;

/**
 * What was published to a node.
 *
 * @param said signals of messages
 * @param others other signals
 * @param frames in which these came
 * @param bytes of these frames
 * @param ownFrames of itself, by which it proves that it hears
 * @param ownBytes of its own frames
 */
record Counts(long said, long others, long frames, long bytes, long ownFrames, long ownBytes) {

  static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

  /** A frame of another node. */
  static Counts frame(long said, long others, long bytes) {
    return new Counts(said, others, 1, bytes, 0, 0);
  }

  /** A frame of the node itself. */
  static Counts ownFrame(long bytes) {
    return new Counts(0, 0, 0, 0, 1, bytes);
  }

  Counts plus(Counts more) {
    return new Counts(
        said + more.said,
        others + more.others,
        frames + more.frames,
        bytes + more.bytes,
        ownFrames + more.ownFrames,
        ownBytes + more.ownBytes);
  }

  Counts less(Counts before) {
    return new Counts(
        said - before.said,
        others - before.others,
        frames - before.frames,
        bytes - before.bytes,
        ownFrames - before.ownFrames,
        ownBytes - before.ownBytes);
  }
}
