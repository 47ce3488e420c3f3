package io.messageservice.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadsTest {

  @Test
  void readersAreVirtualWhereMonitorsDoNotPinThem() throws ReflectiveOperationException {
    Thread reader = Threads.blocking("reader").newThread(() -> {});

    assertThat(reader.getName()).isEqualTo("reader-0");
    if (Runtime.version().feature() >= 24) {
      assertThat(Thread.class.getMethod("isVirtual").invoke(reader)).isEqualTo(true);
    }
  }
}
