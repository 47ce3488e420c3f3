package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Users who come online and go offline, as the back end reads it. */
@AlsoInCluster
final class EventPresenceIT extends HttpScenario {

  private static final ServiceProcess SERVICE =
      ServiceProcess.ready(
          Map.of("SERVICE_JWT_SECRET", ServiceTokensIT.SECRET, "EVENT_PRESENCE", "on"));

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @Override
  public ServiceProcess service() {
    return SERVICE;
  }

  @Test
  void usersWhoComeAndGoAreReadInTheirOrder() {
    Client alice = connect("alice");
    JsonNode online = awaitEvents("types=user.online,user.offline");
    assertThat(Json.texts(online.get("events"), "type")).containsExactly("user.online");
    assertThat(online.at("/events/0/data/userId").asText()).isEqualTo(id("alice"));
    assertThat(online.at("/events/0/data/username").asText()).isNotEmpty();
    assertThat(online.at("/events/0/data").size()).isEqualTo(2);

    alice.close();
    JsonNode offline =
        awaitEvents("types=user.online,user.offline&after=" + online.get("next").asText());
    assertThat(Json.texts(offline.get("events"), "type")).containsExactly("user.offline");
    assertThat(offline.at("/events/0/data/userId").asText()).isEqualTo(id("alice"));
    assertThat(offline.at("/events/0/data/lastSeenAt").asText()).endsWith("Z");
    assertThat(offline.at("/events/0/data").size()).isEqualTo(3);
  }
}
