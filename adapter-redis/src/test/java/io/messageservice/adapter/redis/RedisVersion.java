package io.messageservice.adapter.redis;

import java.nio.file.Path;
import java.util.List;

/**
 * A Redis that can be had on this machine.
 *
 * @param name its version and where it comes from
 * @param hosting how it is run
 */
public record RedisVersion(String name, Hosting hosting) {

  @Override
  public String toString() {
    return "Redis " + name;
  }

  /** Makes what a server of the version runs in. */
  interface Hosting {

    /**
     * A host that is not started yet.
     *
     * @param port where the server listens on 127.0.0.1
     * @param folder empty and for the server alone
     * @param arguments of its command line
     */
    RedisHost host(int port, Path folder, List<String> arguments);
  }
}
