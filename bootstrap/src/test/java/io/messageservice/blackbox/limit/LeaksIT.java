package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.ServiceProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What those who are gone leave behind; {@code scripts/leak-test} is the same with thousands. */
@EnabledOnOs(OS.LINUX)
final class LeaksIT {

  private static final int USERS = 300;
  private static final int FEW = USERS / 10;
  private static final String[] OF_CONNECTIONS = {
    "io.messageservice.adapter.websocket.",
    "io.messageservice.adapter.sse.",
    "io.messageservice.protocol.",
    "io.messageservice.domain.room.",
    "io.messageservice.domain.typing.",
    "io.messageservice.domain.presence.",
    "io.undertow.",
    "org.xnio.",
    "sun.nio.ch."
  };

  /**
   * Of the messages told last, which each event loop remembers up to a bound, whatever their
   * receivers.
   */
  private static final Set<String> OF_MESSAGES =
      Set.of(
          "io.messageservice.protocol.TextFrame",
          "io.messageservice.protocol.frame.EncodedEvent",
          "io.messageservice.protocol.frame.EncodedEvent$Stored");

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    Map<String, String> settings = new HashMap<>(Crowd.SETTINGS);
    settings.putAll(Vitals.JVM_FLAGS);
    service = ServiceProcess.ready(settings);
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @Test
  void whoeverIsGoneLeavesNothingBehind() {
    long atRest = Vitals.descriptors(service.pid());
    Crowd crowd = new Crowd(service, USERS);
    crowd.passThrough();
    crowd.meet();
    Vitals before = settled(atRest);

    for (int round = 0; round < 3; round++) {
      crowd.meet();
      crowd.passThrough();
    }

    await().untilAsserted(() -> assertBackAt(before, settled(atRest)));
    assertThat(service.output()).doesNotContain("fault");
  }

  private static void assertBackAt(Vitals before, Vitals after) {
    assertThat(after.descriptors()).isLessThan(before.descriptors() + FEW);
    assertThat(after.threads()).isLessThan(before.threads() + FEW);
    assertThat(after.directBytes()).isLessThan(before.directBytes() + (4 << 20));
    assertThat(after.heapBytes()).isLessThan(before.heapBytes() + (4 << 20));
    Map<String, Long> grown = after.grownSince(before, OF_CONNECTIONS);
    grown.keySet().removeAll(OF_MESSAGES);
    assertThat(grown.values()).as("%s", grown).allMatch(more -> more < FEW);
  }

  private static Vitals settled(long atRest) {
    await().until(() -> Vitals.descriptors(service.pid()) < atRest + FEW);
    return Vitals.of(service);
  }
}
