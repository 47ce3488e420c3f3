package io.messageservice.protocol.simulation;

import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Clients that close right behind their commands while nothing is broken: what the node has read it
 * carries out, though nobody is left to be answered.
 */
final class Farewells {

  /** By then everything that was read is stored, also behind a join that waits for other nodes. */
  private static final Duration STORED = Duration.ofSeconds(5);

  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Journal journal;
  private final Model model;
  private final List<Device> devices;

  Farewells(Scheduler scheduler, Chaos chaos, Journal journal, Model model, List<Device> devices) {
    this.scheduler = scheduler;
    this.chaos = chaos;
    this.journal = journal;
    this.model = model;
    this.devices = devices;
  }

  /**
   * Some say something and close, and come back.
   *
   * @param conversations where they say it, unless it is closed to them
   */
  void say(List<String> conversations) {
    journal.note(() -> "some close behind their commands");
    List<Request.Send> read = new ArrayList<>();
    chaos.takeTime(true);
    for (Device device : devices) {
      String conversation = scheduler.oneOf(conversations);
      if (isOpenTo(device.user(), conversation)) {
        device.saysAndGoes(
            conversation,
            request -> {
              if (request instanceof Request.Send send) {
                read.add(send);
              }
            });
      }
    }
    scheduler.rest(STORED);
    chaos.takeTime(false);
    for (Request.Send send : read) {
      journal.require(
          model.isStored(send.content()), () -> send.content() + " was read and is not stored");
    }
    devices.forEach(Device::comesBack);
    scheduler.rest(STORED);
  }

  private boolean isOpenTo(String user, String conversation) {
    Talk talk = model.talk(conversation);
    return (talk.participants().contains(user) && !talk.standing().isBlocked())
        || (!talk.isDirect() && !talk.standing().banned().contains(new UserId(user)));
  }

  /**
   * Everybody leaves; a user who left an open conversation by all connections has no part in it.
   */
  void leave(String room) {
    Set<String> gone = new HashSet<>();
    for (Device device : devices) {
      SimulatedSession session = device.session();
      if (session != null && session.rooms().contains(room)) {
        session.ask(List.of(new Request.Leave(room)));
        scheduler.rest(Duration.ofSeconds(1));
        gone.add(device.user());
      }
    }
    Talk talk = model.talk(room);
    for (String user : gone) {
      journal.require(
          talk.isDirect() || !talk.participants().contains(user),
          () -> user + " has left " + room + " and still takes part");
    }
  }
}
