package io.messageservice.cluster;

import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.cluster.Mail.Letter;
import io.messageservice.cluster.view.Diary;
import io.messageservice.cluster.view.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A device of a user that connects by another node whenever its connection ends. It has a thread;
 * any may ask what it has seen, which is kept in its diary, its watch and its mail.
 */
final class TrialDevice implements Runnable {

  private static final Pattern RECONNECT = Pattern.compile("reconnect after (\\d+) ms");
  private static final int DRAINING = 1012;

  private final String user;
  private final String name;
  private final Habit habit;
  private final List<Room> rooms;
  private final TrialStage stage;
  private final Random random;
  private final Diary diary;
  private final Watch watch;
  private final Mail mail;

  /** Rooms in which to say something, whatever the tone. */
  private final Queue<Room> wanted = new ConcurrentLinkedQueue<>();

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Node at;
  private volatile boolean settled;
  private int door;

  /** When it was last heard from a node; before the first connection, since when it exists. */
  private long heardAt = System.nanoTime();

  /** The longest time in nanoseconds from then to a next connection. */
  private final AtomicLong longestAbsence = new AtomicLong();

  TrialDevice(
      String user, String name, Habit habit, List<Room> rooms, TrialStage stage, long seed) {
    this.user = user;
    this.name = user + "/" + name;
    this.habit = habit;
    this.rooms = rooms;
    this.stage = stage;
    this.random = new Random(seed);
    this.diary = new Diary(this.name);
    this.watch = new Watch(this.name);
    this.mail = new Mail(user, new Random(seed + 1));
    this.door = random.nextInt(stage.nodes().size());
  }

  @Override
  public void run() {
    try {
      while (over.getCount() > 0) {
        away(visit());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      diary.wrong("broke: " + e);
      throw e;
    }
  }

  /** Connects and stays as long as may be; the time for which to stay away. */
  private Duration visit() throws InterruptedException {
    Node node = nextNode();
    Optional<DeviceLink> link = DeviceLink.open(node.address(user));
    if (link.isEmpty()) {
      return Duration.ofMillis(50 + random.nextInt(100));
    }
    at = node;
    longestAbsence.accumulateAndGet(System.nanoTime() - heardAt, Math::max);
    diary.connected();
    watch.connected();
    try {
      DeviceSession session = new DeviceSession(this, link.get());
      return session.run().map(this::afterEnd).orElseGet(this::betweenVisits);
    } finally {
      settled = false;
      at = null;
    }
  }

  private Node nextNode() {
    List<Node> nodes = stage.nodes();
    door = (door + 1 + random.nextInt(Math.max(1, nodes.size() - 1))) % nodes.size();
    return nodes.get(door);
  }

  private Duration afterEnd(Closed end) {
    Matcher reconnect = RECONNECT.matcher(end.reason());
    if (end.code() == DRAINING && reconnect.matches()) {
      return Duration.ofMillis(Long.parseLong(reconnect.group(1)));
    }
    if (end.code() != Closed.LOST && end.code() != DRAINING) {
      diary.wrong("was closed with " + end.code() + " " + end.reason());
    }
    return Duration.ofMillis(20 + random.nextInt(200));
  }

  private Duration betweenVisits() {
    return Duration.ofMillis(random.nextInt(4_000));
  }

  /** Stays away so long; a visitor stays away as long as all is calm. */
  private void away(Duration pause) throws InterruptedException {
    boolean ended = over.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    while (!ended && habit.visits() && !stage.tone().isLively()) {
      ended = over.await(50, TimeUnit.MILLISECONDS);
    }
  }

  /** To say something in that room, whatever the tone. */
  void want(Room room) {
    wanted.add(room);
  }

  /** Ends its connection and its thread. */
  void end() {
    over.countDown();
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Whether it has a connection. */
  boolean isConnected() {
    return at != null;
  }

  /** Something came from a node at this time. */
  void heard(long nanoTime) {
    heardAt = nanoTime;
  }

  /** The longest time between two of its connections since this was asked last. */
  Duration takeLongestAbsence() {
    return Duration.ofNanos(longestAbsence.getAndSet(0));
  }

  /** Whether it is connected, and all that it asked is answered. */
  boolean isSettled() {
    return settled && wanted.isEmpty() && mail.pending().isEmpty();
  }

  void settled(boolean all) {
    settled = all;
  }

  /** Writes what is next to be said, before it counts as no longer wanted. */
  Optional<Letter> writeWanted() {
    Optional<Letter> written = Optional.ofNullable(wanted.peek()).map(mail::write);
    written.ifPresent(letter -> wanted.remove());
    return written;
  }

  /** Where it is connected. */
  Optional<Node> node() {
    return Optional.ofNullable(at);
  }

  String user() {
    return user;
  }

  Habit habit() {
    return habit;
  }

  List<Room> rooms() {
    return rooms;
  }

  Tone tone() {
    return stage.tone();
  }

  /** Everybody else. */
  List<String> others() {
    return stage.users().stream().filter(other -> !other.equals(user)).toList();
  }

  Random random() {
    return random;
  }

  Diary diary() {
    return diary;
  }

  Watch watch() {
    return watch;
  }

  Mail mail() {
    return mail;
  }

  @Override
  public String toString() {
    return name;
  }
}
