package io.messageservice.protocol.simulation.schedule;

/** A simulated thread: carries out one task at a time, of any of its lines. */
public final class Strand {

  /** Whether it is within a task, which others may interrupt. */
  boolean busy;
}
