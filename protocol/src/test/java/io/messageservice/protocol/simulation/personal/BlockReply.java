package io.messageservice.protocol.simulation.personal;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.simulation.personal.BlockStates.Question;

/** Passes the answer on, and ends the question with it. */
public record BlockReply(Question question, PersonalModel model, Reply<JsonNode> to)
    implements Reply<JsonNode> {

  @Override
  public void done(JsonNode result) {
    to.done(result);
    model.isDone(question);
  }

  @Override
  public void refused(Refusal refusal) {
    to.refused(refusal);
    model.blocks().isRefused(question);
  }
}
