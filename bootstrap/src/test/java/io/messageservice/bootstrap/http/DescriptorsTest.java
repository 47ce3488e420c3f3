package io.messageservice.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DescriptorsTest {

  @ParameterizedTest
  @ValueSource(longs = {64, 256, 511, 512, 1024, 65_536, 1_048_576})
  void connectionsAreToldBeforeSocketsWaitAndSocketsWaitBeforeDescriptorsEnd(long descriptors) {
    int connections = Descriptors.connectionsOf(descriptors);
    SocketLimits sockets = Descriptors.socketsOf(descriptors);

    assertThat(connections).isPositive().isGreaterThanOrEqualTo((int) descriptors / 2);
    assertThat(sockets.served()).isGreaterThan(connections);
    assertThat(sockets.accepted()).isGreaterThan(sockets.served());
    assertThat(descriptors - sockets.accepted())
        .isGreaterThanOrEqualTo(Math.min(128, descriptors / 4));
  }

  @Test
  void someDescriptorsWithoutEndAreEnough() {
    assertThat(Descriptors.connectionsOf(Long.MAX_VALUE)).isPositive();
    assertThat(Descriptors.socketsOf(Long.MAX_VALUE).accepted()).isPositive();
  }
}
