package io.messageservice.adapter.http;

import io.messageservice.protocol.json.Json;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;

/**
 * What a request is answered with where it was carried out.
 *
 * @param json the body, sent once
 */
record ApiAnswer(int status, ByteBuffer json) {

  static ApiAnswer ok(Json.Writer members) {
    return of(StatusCodes.OK, Json.write(members));
  }

  static ApiAnswer of(int status, byte[] json) {
    return new ApiAnswer(status, ByteBuffer.wrap(json));
  }

  int bytes() {
    return json.remaining();
  }
}
