package io.messageservice.client.example;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.client.ClientListener;
import io.messageservice.client.ConversationListener;
import io.messageservice.client.ConversationMessage;
import io.messageservice.client.JoinRequest;
import io.messageservice.client.MessageClient;
import java.net.URI;
import java.util.function.Supplier;

/** Joins the lobby, shows the messages there, says hello, and leaves when all is stored. */
final class ChatExample implements ConversationListener {

  static void run(URI address, Supplier<String> token) {
    try (MessageClient client =
        MessageClient.builder(address, token).connect(ClientListener.NONE)) {
      JoinRequest lobby = JoinRequest.to("lobby").withHistory(20);
      client.join(lobby, new ChatExample()).joined().join();
      ConversationMessage stored = client.sendMessage("lobby", "hello").join();
      System.out.println("stored as number " + stored.seq());
    }
  }

  @Override
  public void received(ConversationMessage message) {
    System.out.println(message.senderId() + ": " + message.content());
  }

  @Override
  public void reset(JsonNode join) {
    System.out.println("-- " + join.path("unread").asInt() + " unread --");
  }
}
