package io.messageservice.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The users of a run, their devices and conversations: half of the speakers are careful and half
 * eager, each has another device that only hears, and some users just come and go. All speakers
 * share the states, which they join, and the yard, which nobody joins; each two neighbours have a
 * conversation of their own.
 */
final class Cast {

  private static final int HALLS = 3;

  private final List<Room> rooms = new ArrayList<>();
  private final List<String> speakers;
  private final List<TrialDevice> devices = new ArrayList<>();
  private final List<String> users;

  Cast(ClusterPlan plan, List<Node> nodes, Tone tone, Random random) {
    speakers = IntStream.range(0, plan.speakers()).mapToObj(n -> "speaker-" + n).toList();
    List<String> visitors =
        IntStream.range(0, plan.visitors()).mapToObj(n -> "visitor-" + n).toList();
    users = Stream.concat(speakers.stream(), visitors.stream()).toList();
    makeRooms();
    TrialStage stage = new TrialStage(nodes, tone, users);
    for (int i = 0; i < speakers.size(); i++) {
      String user = speakers.get(i);
      Duration every = plan.every();
      Habit habit = i % 2 == 0 ? Habit.careful(every) : Habit.eager(every);
      devices.add(new TrialDevice(user, "a", habit, roomsOf(user), stage, random.nextLong()));
      devices.add(
          new TrialDevice(user, "b", Habit.patient(), roomsOf(user), stage, random.nextLong()));
    }
    for (String visitor : visitors) {
      devices.add(
          new TrialDevice(visitor, "a", Habit.visitor(), List.of(), stage, random.nextLong()));
    }
  }

  private void makeRooms() {
    Set<String> all = Set.copyOf(speakers);
    IntStream.range(0, HALLS).forEach(n -> rooms.add(new Room("state-" + n, all, true)));
    rooms.add(new Room("yard", all, false));
    for (int i = 0; i < speakers.size(); i++) {
      String neighbour = speakers.get((i + 1) % speakers.size());
      rooms.add(Room.direct("direct-" + i, speakers.get(i), neighbour));
    }
  }

  private List<Room> roomsOf(String user) {
    return rooms.stream().filter(room -> room.members().contains(user)).toList();
  }

  List<Room> rooms() {
    return rooms;
  }

  List<String> users() {
    return users;
  }

  List<String> speakers() {
    return speakers;
  }

  List<TrialDevice> devices() {
    return devices;
  }

  /** Users all of whose messages in a room stand there in the order in which they were said. */
  Set<String> careful() {
    return devices.stream()
        .filter(device -> device.habit().isCareful())
        .map(TrialDevice::user)
        .collect(Collectors.toSet());
  }

  /** Whether a user has a connection anywhere, as the clients know it. */
  boolean isOnline(String user) {
    return devices.stream().anyMatch(device -> device.user().equals(user) && device.isConnected());
  }
}
