package io.messageservice.adapter.http;

import io.messageservice.protocol.json.InvalidFrame;

/** What a route does with a request. */
interface Operation {

  /**
   * Reads what the request asks for and hands it to a use case. On the exchange's I/O thread; never
   * blocks.
   *
   * @throws InvalidFrame where the request is not as the contract says
   */
  void run(ApiCall call) throws InvalidFrame;
}
