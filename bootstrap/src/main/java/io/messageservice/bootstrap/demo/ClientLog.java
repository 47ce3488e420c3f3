package io.messageservice.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the sender or the receiver writes down, a line each, for the judge ({@link DemoJudge}) and
 * the page. Any thread may call. A process that cannot write ends: a log with a hole would be a
 * false witness.
 */
final class ClientLog {

  /** Guarded by this. */
  private final BufferedWriter out;

  ClientLog(Path file) throws IOException {
    out = Files.newBufferedWriter(file, UTF_8);
  }

  void sent(int number, int connection, long due) {
    write("sent " + number + " " + connection + " " + due);
  }

  /** Was due, and was not given to a client. */
  void withdrawn(int number) {
    write("withdrawn " + number);
  }

  void acknowledged(int number, long seq) {
    write("acked " + number + " " + seq + " " + DemoClock.micros());
  }

  void refused(String code) {
    write("refused " + code);
  }

  void received(long seq, String number) {
    write("received " + seq + " " + number + " " + DemoClock.micros());
  }

  /** A connection is open, to the node with that number, from 1. */
  void connected(int connection, int node) {
    write("connected " + connection + " " + node);
  }

  void disconnected(int connection) {
    write("connected " + connection + " 0");
  }

  private synchronized void write(String line) {
    try {
      out.write(line);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
