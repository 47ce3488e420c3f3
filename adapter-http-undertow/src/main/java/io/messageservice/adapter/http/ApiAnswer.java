package io.messageservice.adapter.http;

import io.messageservice.protocol.json.Json;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a request is answered with where it was carried out.
 *
 * @param json the body, sent once
 * @param location the path of what was created; empty where it has none
 */
record ApiAnswer(int status, ByteBuffer json, Optional<String> location) {

  static ApiAnswer ok(Json.Writer members) {
    return of(StatusCodes.OK, Json.write(members));
  }

  static ApiAnswer of(int status, byte[] json) {
    return new ApiAnswer(status, ByteBuffer.wrap(json), Optional.empty());
  }

  /** The same, about what is to be found there. */
  ApiAnswer at(String path) {
    return new ApiAnswer(status, json, Optional.of(path));
  }

  int bytes() {
    return json.remaining();
  }
}
