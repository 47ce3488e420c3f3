package io.messageservice.adapter.http;

import io.messageservice.protocol.json.InvalidFrame;
import io.undertow.util.HttpString;

/** One row of the API: what a method does at a path. */
record Route(HttpString method, PathTemplate path, Operation operation) {

  static Route of(HttpString method, String path, Operation operation) {
    return new Route(method, PathTemplate.of(path), operation);
  }

  /** What is done with a request. */
  interface Operation {

    /**
     * Reads what the request asks for and hands it to a use case. On the exchange's I/O thread;
     * never blocks.
     *
     * @throws InvalidFrame where the request breaks the contract
     */
    void run(ApiCall call) throws InvalidFrame;
  }
}
