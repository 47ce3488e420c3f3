package io.messageservice.blackbox.connecting;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersions;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a connection leaves behind that closes with several rooms, where nodes share a store. */
@OneNodeOnly("it makes nodes of its own")
final class ClosedConnectionIT {

  private static final List<String> ROOMS = List.of("room-1", "room-2", "room-3");

  private final Map<String, String> settings =
      Map.of(
          "REDIS_URL",
          RedisServer.shared(RedisVersions.newest()).url(),
          "REDIS_PREFIX",
          "closed-" + UUID.randomUUID() + ":");

  @Test
  void itGivesUpAllItsRoomsSoThatLeavingElsewhereIsTheLast() {
    try (ServiceProcess one = ServiceProcess.with(settings);
        ServiceProcess two = ServiceProcess.with(settings)) {
      one.restart();
      two.restart();
      Client phone = connect(two);
      Client laptop = connect(one);
      for (String room : ROOMS) {
        laptop.join(room);
        phone.join(room);
        phone.expectMessage(laptop.say(room, "hello"));
      }

      laptop.close();

      await().until(() -> leavesAll(phone));
      phone.close();
      assertThat(one.output() + two.output()).doesNotContain("ERROR");
    }
  }

  private static boolean leavesAll(Client phone) {
    ROOMS.forEach(room -> phone.ask("leaveConversation", "conversationId", room));
    return phone.ask("listConversations").get("conversations").isEmpty();
  }

  private static Client connect(ServiceProcess node) {
    return new Client.Door(node.own("/?token=" + Tokens.of("alice"))).open("alice");
  }
}
