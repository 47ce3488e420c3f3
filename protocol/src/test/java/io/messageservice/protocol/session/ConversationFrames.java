package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What connections are sent of the conversation "c". */
abstract class ConversationFrames {

  final Stage stage = new Stage(Optional.empty());

  private final List<Stage.Client> all = new ArrayList<>();

  /** A connection that must hear nothing but what a test expects. */
  final Stage.Client client(String user, Dialect dialect) {
    Stage.Client client = stage.client(user, dialect);
    all.add(client);
    return client;
  }

  /** A connection without the subprotocol that must hear nothing. */
  final void bystander(String user) {
    Stage.Client unused = client(user, Dialect.BASE);
  }

  /** About the conversation, with these other members. */
  static String command(String event, String members) {
    return frame(event, "'conversationId':'c'," + members);
  }

  static String frame(String event, String payload) {
    return "{'event':'" + event + "','ref':1,'payload':{" + payload + "}}";
  }

  final void forget() {
    all.forEach(Stage.Client::hears);
  }

  final void assertNothingElse() {
    assertThat(all).allSatisfy(client -> assertThat(client.hears()).isEmpty());
  }
}
