package io.messageservice.load;

import static io.messageservice.load.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Subscribes to the channels of all nodes. It only reads; a node that died would be noticed later,
 * since its channel still has a subscriber. Any thread may ask; a thread of its own receives.
 */
final class Eavesdropper implements AutoCloseable {

  private static final String CHANNEL = "ms:bus:";
  private static final int VERSION = 2;
  private static final int MESSAGE = 1;

  private final RespConnection redis;

  /** In the order of the nodes. */
  private final List<String> channels;

  /** Of each node. Guarded by this, as is {@code subscribed}. */
  private final Counts[] counts;

  private int subscribed;

  Eavesdropper(LoadCluster cluster) throws IOException {
    redis = cluster.redis().connect();
    channels = cluster.nodes().stream().map(node -> CHANNEL + node.name()).toList();
    counts = new Counts[channels.size()];
    Arrays.fill(counts, Counts.NONE);
    redis.send(Stream.concat(Stream.of("SUBSCRIBE"), channels.stream()).toList());
    Thread thread = new Thread(this::receive, "eavesdropper");
    thread.setDaemon(true);
    thread.start();
    await("the channels", this::isSubscribed);
  }

  private synchronized boolean isSubscribed() {
    return subscribed == counts.length;
  }

  /** Of each node, so far. */
  synchronized Counts[] counts() {
    return counts.clone();
  }

  private void receive() {
    try {
      while (true) {
        List<?> received = (List<?>) redis.answer();
        if (RespConnection.text(received.get(0)).equals("message")) {
          count(RespConnection.text(received.get(1)), (byte[]) received.get(2));
        } else {
          subscribed();
        }
      }
    } catch (IOException closed) {
      // the measurement is over
    }
  }

  private synchronized void subscribed() {
    subscribed++;
  }

  private synchronized void count(String channel, byte[] frame) {
    int node = channels.indexOf(channel);
    counts[node] = counts[node].plus(countsOf(channel, frame));
  }

  /** Version (1), head: length (4), sender: length (2) and name, number; signals: length (4). */
  private static Counts countsOf(String channel, byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame);
    Figures.require(in.get() == VERSION, "a frame of another version");
    int headEnd = in.getInt() + in.position();
    byte[] sender = new byte[in.getShort()];
    in.get(sender).position(headEnd);
    if (channel.equals(CHANNEL + new String(sender, UTF_8))) {
      return Counts.ownFrame(frame.length);
    }
    long messages = 0;
    long others = 0;
    while (in.hasRemaining()) {
      int end = in.getInt() + in.position();
      boolean isMessage = in.get() == MESSAGE;
      messages += isMessage ? 1 : 0;
      others += isMessage ? 0 : 1;
      in.position(end);
    }
    return Counts.frame(messages, others, frame.length);
  }

  @Override
  public void close() throws IOException {
    redis.close();
  }
}
