package io.messageservice.bootstrap.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.client.ClientListener;
import io.messageservice.client.ConversationListener;
import io.messageservice.client.ConversationMessage;
import io.messageservice.client.JoinRequest;
import io.messageservice.client.MessageClient;
import java.util.function.Consumer;

/** Writes down what is pushed to it in the conversation of the demo, as it comes. */
final class DemoReceiver implements DemoClient.Role, ConversationListener {

  private final ClientLog log;
  private final MessageClient client;
  private final Consumer<String> out;

  DemoReceiver(DemoClient.Environment environment, Consumer<String> out) {
    this.log = environment.log();
    this.out = out;
    this.client = environment.client(0).connect(ClientListener.NONE);
  }

  @Override
  public void begin() {
    var unused = client.join(JoinRequest.to(DemoClient.WARM_UP_CONVERSATION), message -> {});
    var unusedToo = client.join(JoinRequest.to(DemoClient.CONVERSATION), this);
  }

  @Override
  public void stop() {}

  @Override
  public void reset(JsonNode join) {
    out.accept(DemoClient.READY);
  }

  @Override
  public void received(ConversationMessage message) {
    log.received(message.seq(), message.content());
  }
}
