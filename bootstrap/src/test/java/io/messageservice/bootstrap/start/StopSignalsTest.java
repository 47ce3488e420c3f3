package io.messageservice.bootstrap.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSignalsTest {

  @Test
  void firstSignalDrainsAndEveryOtherStopsAtOnce() {
    List<String> asked = new ArrayList<>();
    StopSignals signals = new StopSignals(new Recorder(asked));

    signals.received();
    signals.received();
    signals.received();

    assertThat(asked).containsExactly("drain", "stopNow", "stopNow");
  }

  @Test
  void terminalThatIsGoneDrainsHoweverOftenItIsSaid() {
    List<String> asked = new ArrayList<>();
    StopSignals signals = new StopSignals(new Recorder(asked));

    signals.hungUp();
    signals.hungUp();

    assertThat(asked).containsExactly("drain");
  }

  private record Recorder(List<String> asked) implements Running {
    @Override
    public int port() {
      return 0;
    }

    @Override
    public void ready() {
      asked.add("ready");
    }

    @Override
    public void reload() {
      asked.add("reload");
    }

    @Override
    public void drain() {
      asked.add("drain");
    }

    @Override
    public void stopNow() {
      asked.add("stopNow");
    }
  }
}
