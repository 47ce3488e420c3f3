package io.messageservice.blackbox.browser;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Pull the plug, as people use it. */
@OneNodeOnly("dev runs one node")
@EnabledIfSystemProperty(
    named = "message-service.browser",
    matches = "on",
    disabledReason =
        "asked for by -Dmessage-service.browser=on until it has passed on its own for a while")
final class DemoPageIT {

  private final ServiceProcess service = ServiceProcess.with(Map.of()).as("dev");

  @SuppressWarnings("NullAway.Init")
  private Browser browser;

  @BeforeEach
  void start() {
    browser = Browser.start();
    service.restart();
  }

  @AfterEach
  void stop() {
    service.close();
    browser.close();
  }

  @Test
  void aNodeIsKilledAndNothingIsLost() {
    Window window = browser.open("http://127.0.0.1:" + service.port() + "/demo");
    window.one(".intro");
    window.isAccessible().keep("demo-intro");

    window.click(".intro .primary");
    await().until(() -> window.texts(".status").get(0).startsWith("Running"));
    window.click("[aria-label^='Kill node 1']");
    await().until(() -> window.texts(".history-text").size() == 1);
    await().until(() -> window.texts(".part-state").get(0).startsWith("Starts in"));
    await().until(() -> window.texts(".part-state").get(0).equals("Running"));

    assertThat(window.texts(".history-text").get(0)).startsWith("Node 1 was killed.");
    window.isAccessible().keep("demo");
    window.inTheDark().isAccessible().keep("demo-dark");
    window.onPhone().keep("demo-phone");
    window.click(".toggle");
    await().until(() -> window.texts(".status").get(0).equals("Over"));
    assertThat(window.texts(".promise-value")).containsExactly("0", "0", "0");
    assertThat(window.texts(".news-text").get(0)).contains("Each was received, once and in order.");
    window.isAccessible().keep("demo-over");
    window.close();
    assertThat(browser.complaints()).isEmpty();
  }
}
