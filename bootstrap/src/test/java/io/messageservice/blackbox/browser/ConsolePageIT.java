package io.messageservice.blackbox.browser;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;

/** The operator's console, as people use it. */
@OneNodeOnly("a console is that of its node")
@EnabledIfSystemProperty(
    named = "message-service.browser",
    matches = "on",
    disabledReason = "asked for by -Dmessage-service.browser=on, as the page of the chat")
final class ConsolePageIT extends Scenario {

  private static final String PASSWORD = "not-a-real-password";

  private final Browser browser = Browser.start();
  private final ServiceProcess service =
      ServiceProcess.ready(Map.of("CONSOLE_PASSWORD", PASSWORD, "PRESENCE_AUDIENCE", "contacts"));

  @Override
  public ServiceProcess service() {
    return service;
  }

  @AfterEach
  void stop() {
    try {
      closeAll();
    } finally {
      browser.close();
      service.close();
    }
  }

  /** A browser keeps the password that an address has, and asks by it from then on. */
  private Window open() {
    String path = "127.0.0.1:" + service.managementPort() + "/console";
    Window window = browser.open("http://operator:" + PASSWORD + "@" + path);
    window.go("http://" + path);
    await().until(() -> window.texts(".state").equals(List.of("Ready")));
    return window;
  }

  @Test
  void theNodeIsShownInTheLightInTheDarkAndOnAPhone() {
    Client alice = connectV1("alice", id("room"));
    alice.refused("not_found", "markAsRead", "messageId", "none");
    try (Window window = open()) {
      await().until(() -> window.texts(".tile-value").get(0).equals("1"));
      await().until(() -> window.texts("td").contains("markAsRead"));

      window.keep("console").isAccessible();
      window.inTheDark().keep("console-dark").isAccessible();
      window.onPhone().keep("console-phone").isAccessible();
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aUserIsFoundWatchedAndDisconnected() {
    Client alice = connect("alice", id("room"));
    try (Window window = open()) {
      window.press("/").type(".find input", id("alice"), Keys.ENTER);
      await()
          .until(() -> window.texts(".user-card .card-hint").contains("1 connection on this node"));
      window.click(".user-card tbody button");
      await()
          .until(
              () -> {
                alice.say(id("room"), "secret");
                return window.texts(".frames .mono").contains("sendMessage");
              });
      window.keep("console-user").isAccessible();
      assertThat(window.texts("body").toString()).doesNotContain("secret");

      window.click(".user-card .danger").click("dialog .danger");

      assertThat(alice.skipToClosed().code()).isEqualTo(1008);
      await().until(() -> window.texts(".toast").contains("1 connection was closed."));
    }
    assertThat(browser.complaints()).isEmpty();
  }
}
