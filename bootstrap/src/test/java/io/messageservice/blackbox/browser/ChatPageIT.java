package io.messageservice.blackbox.browser;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;

/** The chat that {@code dev} serves, as people use it: one service and one browser for all. */
@OneNodeOnly("dev runs one node")
@EnabledIfSystemProperty(
    named = "message-service.browser",
    matches = "on",
    disabledReason =
        "asked for by -Dmessage-service.browser=on until it has passed on its own for a while")
final class ChatPageIT {

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  private final List<Window> windows = new ArrayList<>();

  @BeforeAll
  static void start() {
    browser = Browser.start();
    service = ServiceProcess.with(Map.of("RATE_LIMIT", "off")).as("dev");
    service.unset("JWT_SECRET");
    service.restart();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      service.close();
    }
  }

  @AfterEach
  void consolesHaveNothingToSay() {
    windows.forEach(Window::close);
    assertThat(browser.complaints()).isEmpty();
  }

  private Window open(String pathAndQuery) {
    Window window = browser.open("http://127.0.0.1:" + service.port() + pathAndQuery);
    windows.add(window);
    return window;
  }

  private Window as(String user) {
    Window window = open("/?as=" + user);
    window.one(".own-dot.online");
    return window;
  }

  /** Two who have a conversation with each other open. */
  private List<Window> two(String one, String other) {
    Window first = as(one);
    first.click("[aria-label='New conversation']").type("#people", other, Keys.ENTER);
    first.click(".dialog .primary").without("dialog");
    Window second = as(other); // nobody is told of a direct conversation before its first message
    second.openConversation(named(one));
    first.openConversation(named(other));
    return List.of(first, second);
  }

  private static String named(String user) {
    return Character.toUpperCase(user.charAt(0)) + user.substring(1);
  }

  @Test
  void twoWhoAreChosenByAClickTalk() {
    Window alice = open("/");
    alice.one(".start-card");
    alice.isAccessible().keep("first-run");
    alice.click("[data-user=alice]");
    Window bob = open("/");
    bob.click("[data-user=bob]");
    alice.openConversation("Bob");
    bob.openConversation("Alice");

    bob.write("Hel");
    await().until(() -> alice.texts(".thread-status").equals(List.of("typing…")));
    bob.write("lo", Keys.ENTER);
    alice.sees("Hello").send("Hello Bob, see https://example.com/plan.");
    bob.sees("Hello", "Hello Bob, see https://example.com/plan.");

    alice.seesTick("read");
    assertThat(bob.one(".message .content a").getDomAttribute("href"))
        .isEqualTo("https://example.com/plan");
    await().until(() -> alice.texts(".thread-status").equals(List.of("online")));
    bob.act("Hello Bob, see https://example.com/plan.", "React with ❤️");
    await().until(() -> alice.words(".reaction").contains("❤️1"));
    alice.keep("two-windows").isAccessible();
    bob.inTheDark().keep("dark").isAccessible();
  }

  @Test
  void whatWasSaidIsChanged() {
    List<Window> both = two("edith", "eddie");
    Window one = both.get(0);
    Window other = both.get(1);
    one.send("Fisrt").sees("Fisrt").seesTick("read");

    one.write(Keys.ARROW_UP);
    assertThat(one.written()).isEqualTo("Fisrt");
    one.write(Keys.chord(Keys.CONTROL, "a"), "First", Keys.ENTER);
    other.sees("First");
    assertThat(other.texts(".edited")).containsExactly("edited");

    other.act("First", "Reply").write("Answer", Keys.chord(Keys.SHIFT, Keys.ENTER), "in two lines");
    other.write(Keys.ENTER);
    one.sees("First", "Answer\nin two lines");
    assertThat(one.texts(".quote-text")).contains("First");

    other.act("First", "React with 👍");
    one.click(".reaction[aria-pressed=false]");
    await().until(() -> other.words(".reaction").equals(List.of("👍2")));
    other.click(".reaction[aria-pressed=true]");
    await().until(() -> one.words(".reaction").equals(List.of("👍1")));

    one.act("First", "Delete").click(".danger");
    other.sees("This message was deleted", "Answer\nin two lines");
    one.sees("This message was deleted", "Answer\nin two lines");
  }

  @Test
  void unreadMessagesAreCountedUntilTheyAreSeen() {
    List<Window> both = two("ursula", "ulrich");
    Window one = both.get(0);
    Window other = both.get(1);
    other.openConversation(named("ursula")).run("location.hash = ''");
    other.one(".nothing");

    one.send("One").send("Two").sees("One", "Two").seesTick("delivered");

    await().until(() -> other.words(".badge").equals(List.of("2 unread")));
    other.openConversation(named("ursula")).sees("One", "Two");
    assertThat(other.all(".new")).hasSize(1);
    other.without(".badge");
    one.seesTick("read");
  }

  @Test
  void aGroupHasMentionsAndPeopleWhoComeAndGo() {
    Window greta = as("greta");
    Window gustav = as("gustav");
    greta.click("[aria-label='New conversation']").type("#people", "gustav, gina", Keys.ENTER);
    greta.type("#title", "Garden").isAccessible().click(".dialog .primary").without("dialog");
    gustav.one(".conversation");

    greta.write("Who waters, @gus");
    greta.one(".mention-menu li");
    greta.write(Keys.ENTER, "?", Keys.ENTER).sees("Who waters, @gustav ?");

    await().until(() -> gustav.words(".badge").equals(List.of("@ you are mentioned", "1 unread")));
    gustav.openConversation("Garden").sees("Who waters, @gustav ?").send("I do.");
    greta.sees("Who waters, @gustav ?", "I do.");
    assertThat(greta.texts(".sender")).containsExactly("Gustav");
    greta.keep("group").isAccessible();
    greta.click("[aria-label='About the group']").one(".members");
    greta.isAccessible().click("[aria-label='Remove Gustav']");
    greta.without("[aria-label='Remove Gustav']").click("dialog [aria-label='Close']");

    await().until(() -> !gustav.one(".composer textarea").isEnabled());
    gustav.keep("error").isAccessible();
    assertThat(String.valueOf(gustav.one(".composer textarea").getDomAttribute("placeholder")))
        .isEqualTo("You take part in this conversation no more.");
  }

  @Test
  void killedServiceLosesAndDoublesNothing() {
    List<Window> both = two("kim", "kai");
    Window one = both.get(0);
    Window other = both.get(1);
    one.send("Before").seesTick("read");

    service.kill();
    one.one(".banner:not([hidden])");
    one.send("While it is away").send("And one more").seesTick("pending");
    other.send("From the other side").seesTick("pending");
    one.keep("offline").isAccessible();
    service.restart();

    one.without(".banner:not([hidden])").without(".pending");
    other.without(".pending");
    await().until(() -> one.messages().size() == 4 && other.messages().equals(one.messages()));
    assertThat(one.messages())
        .startsWith("Before")
        .containsSubsequence("While it is away", "And one more")
        .contains("From the other side");
    one.seesTick("read");
  }

  @Test
  void whatWaitsIsSentAfterThePageWasLoadedAnew() {
    List<Window> both = two("olga", "otto");
    Window one = both.get(0);
    Window other = both.get(1);
    service.kill();
    one.one(".banner:not([hidden])");
    one.send("Kept").seesTick("pending").go("about:blank");

    service.restart();

    one.go("http://127.0.0.1:" + service.port() + "/").openConversation("Otto").sees("Kept");
    other.sees("Kept");
    one.seesTick("read");
    assertThat(one.messages()).containsExactly("Kept");
    assertThat(other.messages()).containsExactly("Kept");
  }

  @Test
  void aLongConversationIsLoadedWhileOneScrollsBack() {
    List<Window> both = two("lena", "lars");
    Window one = both.get(0);
    Window other = both.get(1);
    Object unused =
        other.run(
            "const box = document.querySelector('.composer textarea');"
                + "for (let i = 1; i <= arguments[0]; i++) {"
                + " box.value = `Line ${i}`; box.dispatchEvent(new Event('input'));"
                + " box.form.requestSubmit(); }",
            120);
    one.sees("Line 120");
    other.sees("Line 120").seesTick("read");
    one.go("http://127.0.0.1:" + service.port() + "/").openConversation("Lars").sees("Line 120");
    assertThat(one.messages()).hasSizeLessThan(120).contains("Line 115");
    one.keep("long-thread");

    one.click("[aria-label='Search in what is loaded']")
        .type("[type=search][aria-label^='Search']", "line 11");
    await().until(() -> one.texts(".search-count").equals(List.of("1 of 10")));
    one.press(Keys.ENTER);
    await().until(() -> one.texts(".message.found .content").equals(List.of("Line 118")));
    one.press(Keys.ESCAPE);

    await()
        .until(
            () -> {
              Object ignored = one.run("document.querySelector('.scroll-area').scrollTop = 0");
              return one.messages().size() == 120;
            });
    assertThat(one.messages())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 120).mapToObj(i -> "Line " + i).toList());
    assertThat(one.texts(".beginning h2")).containsExactly("Lars");
  }

  @Test
  void onAPhoneTheListAndTheConversationTakeTurns() {
    List<Window> both = two("paul", "petra");
    Window phone = both.get(0).onPhone();
    both.get(1).send("Are you on your phone?");
    phone.sees("Are you on your phone?").isAccessible().keep("phone");
    assertThat(phone.one(".sidebar").isDisplayed()).isFalse();

    phone.click("[aria-label='Back to the conversations']");

    await().until(() -> phone.one(".sidebar").isDisplayed());
    phone.isAccessible().keep("phone-list").openConversation("Petra").send("Yes");
    both.get(1).sees("Are you on your phone?", "Yes");
    assertThat(phone.run("return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
  }

  @Test
  void textIsNeverMarkup() {
    List<Window> both = two("mallory", "max");
    String attack = "<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>";

    both.get(0).send(attack).send("javascript:alert(3)");

    both.get(1).sees(attack, "javascript:alert(3)");
    assertThat(both.get(1).all(".content *")).isEmpty();
  }

  @Test
  void aFileIsAttachedByItsAddress() {
    List<Window> both = two("frida", "fred");
    String image = "http://127.0.0.1:" + service.port() + "/page/icon.svg";

    both.get(0).click("[aria-label^='Attach']").type("#file-url", image, Keys.ENTER);

    await()
        .until(
            () ->
                Boolean.TRUE.equals(
                    both.get(1)
                        .run("return document.querySelector('.image img')?.naturalWidth > 0")));
    assertThat(both.get(1).one(".image").getDomAttribute("href")).isEqualTo(image);
    assertThat(both.get(1).one(".image img").getDomAttribute("alt")).isEqualTo("icon.svg");
  }

  @Test
  void allOfItIsReachedWithTheKeyboard() {
    Window page = open("/");
    page.one(".start-card");
    page.press(Keys.TAB).press(Keys.TAB).press(Keys.ENTER);
    page.openConversation("Bob").send("By keyboard").sees("By keyboard");

    page.without(".message.pending").press(Keys.chord(Keys.SHIFT, Keys.TAB));
    Object unused = page.run("document.querySelector('.message:last-of-type').focus()");
    page.press(Keys.ENTER).press(Keys.ENTER);

    await().until(() -> page.words(".message:last-of-type .reaction").equals(List.of("👍1")));
    page.press(Keys.ESCAPE);
    await().until(() -> page.run("return document.activeElement.tagName").equals("TEXTAREA"));
  }
}
