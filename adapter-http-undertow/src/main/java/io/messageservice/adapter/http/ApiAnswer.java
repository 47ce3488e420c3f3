package io.messageservice.adapter.http;

import io.messageservice.protocol.json.Json;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What a request is answered with where a use case took it.
 *
 * @param json the body, sent once
 * @param headers beside those of every answer
 */
record ApiAnswer(int status, String mediaType, ByteBuffer json, Map<HttpString, String> headers) {

  private static final String MEDIA_TYPE = "application/json";

  static ApiAnswer ok(Json.Writer members) {
    return of(StatusCodes.OK, Json.write(members));
  }

  static ApiAnswer of(int status, byte[] json) {
    return new ApiAnswer(status, MEDIA_TYPE, ByteBuffer.wrap(json), Map.of());
  }

  /** A refusal, and what the writer adds. */
  static ApiAnswer of(Problem problem, Json.Writer members) {
    return new ApiAnswer(
        problem.status(), Problem.MEDIA_TYPE, ByteBuffer.wrap(problem.json(members)), Map.of());
  }

  /** The same with that header. */
  ApiAnswer with(HttpString name, String value) {
    return new ApiAnswer(status, mediaType, json, Map.of(name, value));
  }

  int bytes() {
    return json.remaining();
  }
}
