package io.messageservice.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Ids of rooms, as long as they usually are; the same for the same name. */
final class RoomIds {

  private RoomIds() {}

  static String of(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  /** Those of a name with a number, from one up to another that is left out. */
  static List<String> of(String name, int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> of(name + "-" + number)).toList();
  }
}
