package io.messageservice.bootstrap.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoIncidentTest {

  private static final long KILLED = 10_000_000;

  private final DemoJudge judge = new DemoJudge();
  private final DemoClients clients = new DemoClients();

  @BeforeEach
  void connect() {
    clients.read("sender", "connected 0 1");
    clients.read("sender", "connected 1 2");
    clients.read("receiver", "connected 0 2");
    judge.readSender("sent 1 0 10100000");
    judge.readSender("sent 2 0 10200000");
  }

  private DemoIncident kill() {
    DemoIncident incident = new DemoIncident("Node 2", "Node 2 was killed.", KILLED, clients.on(2));
    clients.read("sender", "connected 1 0");
    clients.read("receiver", "connected 0 0");
    return incident;
  }

  private void deliver() {
    judge.readSender("acked 1 1 11500000");
    judge.readSender("acked 2 2 11500000");
    judge.readReceiver("received 1 1 11600000");
    judge.readReceiver("received 2 2 11600000");
  }

  @Test
  void itSaysWhoWaitsAndThenWhatBecameOfIt() {
    DemoIncident incident = kill();

    incident.look(judge, clients, KILLED + 1_100_000);

    assertThat(incident.isOver()).isFalse();
    assertThat(incident.text())
        .isEqualTo(
            "Node 2 was killed. Its clients are looking for a node. 2 messages wait, the oldest"
                + " for 1.0 s.");

    clients.read("sender", "connected 1 3");
    clients.read("receiver", "connected 0 1");
    deliver();
    incident.look(judge, clients, KILLED + 3_000_000);

    assertThat(incident.isOver()).isTrue();
    assertThat(incident.text())
        .isEqualTo(
            "Node 2 was killed. Its clients are on nodes 1 and 3. 2 messages waited, the longest"
                + " 1.5 s. None was lost, doubled or out of order.");
  }

  @Test
  void itIsNotOverWhileAClientHasNoConnection() {
    DemoIncident incident = kill();
    clients.read("sender", "connected 1 3");
    deliver();

    incident.look(judge, clients, KILLED + 3_000_000);

    assertThat(incident.isOver()).isFalse();
    assertThat(incident.text()).contains("Some of its clients are on node 3, the others");
  }

  @Test
  void itSaysSoWhereThePromiseWasBroken() {
    DemoIncident incident = new DemoIncident("Redis", "Redis was killed.", KILLED, List.of());
    judge.readSender("acked 1 1 11500000");
    judge.readSender("acked 2 2 11500000");
    judge.readReceiver("received 2 2 10210000");

    incident.interrupt(judge, clients, KILLED + 300_000);

    assertThat(incident.isOver()).isTrue();
    assertThat(incident.text()).endsWith("Lost so far: 1, doubled: 0, out of order: 0.");
  }

  @Test
  void whatIsOverStaysAsItWas() {
    DemoIncident incident = kill();
    incident.interrupt(judge, clients, KILLED + 100_000);
    String text = incident.text();

    deliver();
    incident.look(judge, clients, KILLED + 9_000_000);

    assertThat(incident.text()).isEqualTo(text);
  }
}
