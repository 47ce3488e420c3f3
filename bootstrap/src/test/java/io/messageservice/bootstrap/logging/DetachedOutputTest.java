package io.messageservice.bootstrap.logging;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetachedOutputTest {

  private static final int LINE_BYTES = 10;
  private static final int LIMIT_LINES = 100;

  private final Reader reader = new Reader();
  private final DetachedOutput output =
      new DetachedOutput(
          reader, LIMIT_LINES * LINE_BYTES, lines -> ("missing " + lines + "\n").getBytes(UTF_8));
  private final Thread pump = new Thread(output::pump, "pump");

  @BeforeEach
  void begin() {
    pump.setDaemon(true);
    pump.start();
  }

  @AfterEach
  void end() {
    reader.takes(1_000);
    pump.interrupt();
  }

  @Test
  void everythingIsWrittenInItsOrder() {
    reader.takes(50);

    write(0, 50);

    await().until(() -> reader.lines().equals(numbers(0, 50)));
  }

  @Test
  void writersDoNotWaitForAReaderThatTakesNothing() {
    write(0, 10 * LIMIT_LINES);

    assertThat(reader.lines()).isEmpty();
  }

  @Test
  void droppedLinesAreCountedWhereTheyAreMissing() {
    write(0, 250);
    reader.takes(60);
    await().until(() -> reader.lines().size() == 60);
    write(250, 251);
    reader.takes(1_000);

    await().until(() -> reader.lines().contains(line(250)));
    assertThat(reader.lines().subList(0, LIMIT_LINES)).isEqualTo(numbers(0, LIMIT_LINES));
    assertThat(reader.lines().subList(LIMIT_LINES, reader.lines().size()))
        .containsExactly("missing 150", line(250));
  }

  @Test
  void droppedLinesAreCountedWhereNothingFollows() {
    write(0, 250);
    reader.takes(1_000);

    await().until(() -> reader.lines().contains("missing 150"));
  }

  @Test
  void lineLargerThanTheBoundIsWrittenWhereNothingElseWaits() {
    String large = "x".repeat(2 * LIMIT_LINES * LINE_BYTES);
    reader.takes(1);

    write(large);

    await().until(() -> reader.lines().equals(List.of(large)));
  }

  @Test
  void linesThatTheTargetRefusedAreCountedOnceItTakesAgain() {
    reader.refuses = true;
    reader.takes(3);
    write(0, 3);
    await().until(() -> reader.refused == 3);
    reader.refuses = false;
    reader.takes(2);

    write(3, 4);

    await().until(() -> reader.lines().equals(List.of(line(3), "missing 3")));
  }

  @Test
  void afterAnOverflowThatTheTargetRefusedLinesArePassedAgain() {
    write(0, LIMIT_LINES + 50);
    reader.refuses = true;
    reader.takes(LIMIT_LINES);
    await().until(() -> reader.refused == LIMIT_LINES);
    reader.refuses = false;
    reader.takes(2);

    write(250, 251);

    await().until(() -> reader.lines().equals(List.of(line(250), "missing 150")));
  }

  @Test
  void theEndWaitsForTheReaderButNotForever() throws InterruptedException {
    write(0, 1);
    output.awaitWritten(System.nanoTime() + Duration.ofMillis(1).toNanos());
    assertThat(reader.lines()).isEmpty();

    reader.takes(1);
    output.awaitWritten(System.nanoTime() + Duration.ofMinutes(1).toNanos());

    assertThat(reader.lines()).containsExactly(line(0));
  }

  private void write(int from, int to) {
    numbers(from, to).forEach(this::write);
  }

  private void write(String line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    output.write(bytes, 0, bytes.length);
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(DetachedOutputTest::line).toList();
  }

  private static String line(int number) {
    return "line %4d".formatted(number);
  }

  /** Takes as many writes as it was told to, and makes the next one wait. */
  private static final class Reader extends OutputStream {
    private final Semaphore may = new Semaphore(0);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private volatile boolean refuses;
    private volatile int refused;

    void takes(int writes) {
      may.release(writes);
    }

    List<String> lines() {
      return taken.toString(UTF_8).lines().toList();
    }

    @Override
    public void write(int single) {
      throw new AssertionError("a line at a time");
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void write(byte[] bytes, int offset, int length) throws IOException {
      may.acquireUninterruptibly();
      if (refuses) {
        refused++;
        throw new IOException("broken pipe");
      }
      taken.write(bytes, offset, length);
    }
  }
}
