package io.messageservice.protocol.simulation.log;

import io.messageservice.application.memory.ReadSide;
import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;

/** What reads the log of changes on every node of a run, and is judged when all is at rest. */
public interface LogReader {

  /** Nobody reads it. */
  LogReader NONE = host -> () -> {};

  /**
   * A node has started.
   *
   * @return what is done there when it drains
   */
  Runnable starts(Host host);

  /**
   * Nothing breaks any more.
   *
   * @param stored without faults
   * @param conversations that there are, or were
   */
  default void rests(ReadSide stored, Collection<String> conversations) {}

  /** What there is of one run. */
  record World(Scheduler scheduler, Chaos chaos, Journal journal) {}

  /** Makes the reader of a run. */
  interface Maker {
    LogReader in(World world);
  }

  /** A node, as what runs there has it. */
  interface Host {

    String name();

    /** The store, which fails by chance. */
    ReadSide reads();

    /** The store without faults, for the judge. */
    ReadSide stored();

    InstantSource clock();

    /** Another thread, until the node dies. */
    Line thread(String what);

    /** Writes to the store; fails before or after that, or the node dies. */
    <T> T write(Supplier<T> what);

    /** The node dies here, by chance. */
    void mayDie();
  }
}
