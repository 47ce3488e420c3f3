package io.messageservice.application.port.out.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link ReaderPositions} promises to one node. */
public abstract class ReaderPositionsContract {

  protected abstract ReaderPositions positions();

  @Test
  void readerBeginsWithoutAPosition() {
    assertThat(positions().take("first")).contains("");
  }

  @Test
  void whatWasNotedLastIsFound() {
    positions().take("first");

    assertThat(positions().note("first", "e-1")).isTrue();
    assertThat(positions().note("first", "e-2")).isTrue();

    assertThat(positions().take("first")).contains("e-2");
  }

  @Test
  void eachReaderHasItsOwn() {
    positions().take("first");
    positions().take("second");
    positions().note("first", "e-1");

    assertThat(positions().take("second")).contains("");
  }

  @Test
  void whoLeavesMayComeBack() {
    positions().take("first");
    positions().note("first", "e-1");
    positions().leave("first");

    assertThat(positions().take("first")).contains("e-1");
  }
}
