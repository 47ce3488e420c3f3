package io.messageservice.blackbox.browser;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** One window of somebody who chats. Each call brings it on top first. */
final class Window implements AutoCloseable {

  private static final String INPUT = ".composer textarea";

  private final Browser browser;
  private final ChromeDriver driver;
  private final String handle;

  Window(Browser browser, ChromeDriver driver, String handle) {
    this.browser = browser;
    this.driver = driver;
    this.handle = handle;
  }

  private Window top() {
    driver.switchTo().window(handle);
    return this;
  }

  Window go(String address) {
    top();
    driver.get(address);
    return this;
  }

  Window keep(String name) {
    top();
    browser.keep(name);
    return this;
  }

  /** Each element that matches now. */
  List<WebElement> all(String css) {
    top();
    return driver.findElements(By.cssSelector(css));
  }

  /** The texts of what matches now, also of what is not in sight. */
  List<String> texts(String css) {
    return strings(
        run(
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent.trim())",
            css));
  }

  /** The same with each white space as one blank. */
  List<String> words(String css) {
    return texts(css).stream().map(text -> text.replaceAll("\\s+", " ")).toList();
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }

  /** Waits until one is there. */
  WebElement one(String css) {
    await().until(() -> !all(css).isEmpty());
    return all(css).get(0);
  }

  Window click(String css) {
    await()
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> {
              one(css).click();
              return true;
            });
    return this;
  }

  /** Waits until none is there. */
  Window without(String css) {
    await().until(() -> all(css).isEmpty());
    return this;
  }

  Window type(String css, CharSequence... keys) {
    one(css).sendKeys(keys);
    return this;
  }

  /** Types into the composer. */
  Window write(CharSequence... keys) {
    return type(INPUT, keys);
  }

  Window send(String text) {
    return write(text, Keys.ENTER);
  }

  /** What the composer holds. */
  String written() {
    return String.valueOf(one(INPUT).getDomProperty("value"));
  }

  /** Keys where the focus is. */
  Window press(CharSequence... keys) {
    top();
    driver.switchTo().activeElement().sendKeys(keys);
    return this;
  }

  /** Opens the conversation of that name in the list. */
  Window openConversation(String name) {
    await().until(() -> texts(".conversation-name").stream().anyMatch(name::equals));
    Object unused =
        run(
            "[...document.querySelectorAll('.conversation')]"
                + ".find((e) => e.querySelector('.conversation-name').innerText.trim()"
                + " === arguments[0]).click()",
            name);
    await().until(() -> texts(".thread-title h1").equals(List.of(name)));
    return this;
  }

  /** The texts of the messages that are shown, in their order. */
  List<String> messages() {
    return texts(".message .content");
  }

  Window sees(String... messages) {
    await().untilAsserted(() -> assertThat(messages()).endsWith(messages));
    return this;
  }

  /** Waits for the tick of one's own last message: {@code pending}, {@code sent}, {@code read} … */
  Window seesTick(String state) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        run(
                            "return [...document.querySelectorAll('.message.own .tick')].at(-1)"
                                + "?.classList.item(1)"))
                    .isEqualTo(state));
    return this;
  }

  /** Presses a button in the toolbar of the message with that text. */
  Window act(String text, String action) {
    await()
        .until(
            () ->
                Boolean.TRUE.equals(
                    run(
                        "const row = [...document.querySelectorAll('.message')].find((e) =>"
                            + " e.querySelector('.content')?.textContent.trim() === arguments[0]);"
                            + "row?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));"
                            + "const button ="
                            + " row?.querySelector(`.actions [aria-label=\"${arguments[1]}\"]`);"
                            + "button?.click(); return !!button",
                        text,
                        action)));
    return this;
  }

  /** Runs a script in the window. */
  Object run(String script, Object... arguments) {
    top();
    Object result = driver.executeScript(script, arguments);
    return result == null ? "" : result;
  }

  /** As wide as a phone, with fingers. */
  Window onPhone() {
    top();
    browser.command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    return this;
  }

  Window inTheDark() {
    top();
    browser.command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    return this;
  }

  /** Nothing that axe knows stands in the way of users with a screen reader or a keyboard. */
  @SuppressWarnings("deprecation") // without the legacy mode axe opens windows of its own
  Window isAccessible() {
    top();
    // What moves is judged when it has come to rest.
    await()
        .until(
            () ->
                Boolean.TRUE.equals(
                    run(
                        "return document.getAnimations().every((a) => a.playState !== 'running'"
                            + " || a.effect.getComputedTiming().iterations === Infinity)")));
    List<String> found =
        new AxeBuilder()
            .setLegacyMode(true).analyze(driver).getViolations().stream()
                .map(Window::described)
                .toList();
    assertThat(found).isEmpty();
    return this;
  }

  private static String described(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + rule.getNodes().stream()
            .map(node -> "\n  " + node.getHtml() + " " + node.getFailureSummary())
            .toList();
  }

  @Override
  public void close() {
    top();
    browser.listen();
    driver.close();
  }
}
