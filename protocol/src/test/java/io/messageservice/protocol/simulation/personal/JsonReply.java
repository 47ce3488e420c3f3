package io.messageservice.protocol.simulation.personal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** Passes an answer on as the members that a connection would get. */
record JsonReply<R>(Reply<JsonNode> to, Function<R, Json.Writer> members) implements Reply<R> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void done(R result) {
    try {
      to.done(JSON.readTree(Json.write(members.apply(result))));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  @Override
  public void refused(Refusal refusal) {
    to.refused(refusal);
  }
}
