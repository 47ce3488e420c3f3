package io.messageservice.blackbox.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a screen. Its windows are those of one profile, as on a user's machine. */
final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;

  /** The window that it began with, which stays empty. */
  private final String first;

  private final List<String> said = new ArrayList<>();

  private Browser(ChromeDriver driver) {
    this.driver = driver;
    this.first = driver.getWindowHandle();
  }

  /**
   * Starts one. Where none is installed the tests are reported as aborted, with what is missing:
   * {@code .ci/run} installs it, and fails where it cannot.
   */
  static Browser start() {
    Path chromium = find("chromium", "chromium-browser", "google-chrome");
    Path driver = find("chromedriver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-backgrounding-occluded-windows",
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        "--lang=en-GB",
        "--window-size=1280,860");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return new Browser(
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.toFile())
                .usingAnyFreePort()
                .build(),
            options));
  }

  private static Path find(String... names) {
    List<Path> folders =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(Path::of).toList();
    for (String name : names) {
      for (Path folder : folders) {
        if (Files.isExecutable(folder.resolve(name))) {
          return folder.resolve(name);
        }
      }
    }
    Assumptions.abort(
        "THE PAGE IS NOT TESTED: no "
            + names[0]
            + " is in PATH. On Debian: apt-get install chromium chromium-driver");
    throw new AssertionError("unreachable");
  }

  /** A new window, with what it shows at that address. */
  Window open(String address) {
    driver.switchTo().window(first);
    driver.switchTo().newWindow(WindowType.WINDOW);
    Window window = new Window(this, driver, driver.getWindowHandle());
    window.go(address);
    return window;
  }

  /** What the window shows, as a file beside the other results of the build. */
  void keep(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Carries out a command of the DevTools protocol in the window that is on top. */
  void command(String name, Map<String, Object> parameters) {
    Map<String, Object> unused = driver.executeCdpCommand(name, parameters);
  }

  /** What the console of the window that is on top got since it was last asked. */
  void listen() {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      said.add(entry.getLevel() + " " + entry.getMessage());
    }
  }

  /** What windows have written to their consoles, but for connections that could not be made. */
  List<String> complaints() {
    return said.stream()
        .filter(line -> !line.contains("ERR_CONNECTION_REFUSED"))
        .filter(line -> !line.contains("ERR_CONNECTION_RESET"))
        .filter(line -> !line.contains("ERR_EMPTY_RESPONSE"))
        .filter(line -> !line.contains("WebSocket connection to"))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
