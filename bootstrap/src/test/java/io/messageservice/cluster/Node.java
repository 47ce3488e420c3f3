package io.messageservice.cluster;

import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import io.messageservice.cluster.proxy.TcpProxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The jar as a node: a process on ports and a folder of its own, with a proxy between it and its
 * clients and another between it and Redis. One thread breaks and mends; any may ask for addresses.
 */
final class Node implements AutoCloseable {

  private final int number;
  private final TcpProxy redis;
  private final ServiceProcess process;
  private final TcpProxy clients;

  Node(int number, int redisPort, Map<String, String> settings) {
    this.number = number;
    redis = new TcpProxy(redisPort);
    Map<String, String> all = new HashMap<>(settings);
    all.put("REDIS_URL", "redis://127.0.0.1:" + redis.port());
    process = ServiceProcess.with(all);
    clients = new TcpProxy(process.port());
  }

  /** Between it and its clients. */
  TcpProxy clients() {
    return clients;
  }

  /** Between it and Redis. */
  TcpProxy redis() {
    return redis;
  }

  /** Where a user connects. */
  URI address(String user) {
    return URI.create("ws://127.0.0.1:" + clients.port() + "/?token=" + Tokens.of(user));
  }

  /** Starts the process, the first time or after its end; returns before it serves. */
  void start() {
    process.start();
  }

  void awaitReady() {
    process.awaitReady();
  }

  /** SIGKILL; returns when it has ended. */
  void kill() {
    process.kill();
  }

  /** SIGTERM; returns the exit code. */
  int stop() {
    process.terminate();
    return process.exitCode();
  }

  /** SIGSTOP. */
  void pause() {
    process.pause();
  }

  /** SIGCONT. */
  void resume() {
    process.resume();
  }

  /** All that it wrote to its standard output and error. */
  String output() {
    return process.output();
  }

  @Override
  public String toString() {
    return "node " + number;
  }

  @Override
  public void close() {
    clients.close();
    process.close();
    redis.close();
  }
}
