package io.messageservice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {

  private static final InetAddress ONE = address("192.0.2.1");
  private static final InetAddress OTHER = address("192.0.2.2");

  private long now;

  @Test
  void clientsOfOneIpv6NetworkCountTogether() {
    AddressLimits addresses = new AddressLimits(Optional.of(new Rate(1, 1_000, 1)), () -> now);
    assertThat(addresses.mayBeRefused(address("2001:db8:0:1::1"))).isTrue();

    assertThat(addresses.mayBeRefused(address("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(addresses.mayBeRefused(address("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void clientsAreNamedByWhatTheyCannotChoose() {
    assertThat(AddressLimits.client(ONE))
        .isEqualTo(AddressLimits.client(ONE))
        .isNotEqualTo(AddressLimits.client(OTHER));
    assertThat(AddressLimits.client(address("2001:db8:0:1::1")))
        .isEqualTo(AddressLimits.client(address("2001:db8:0:1:ffff::2")))
        .isNotEqualTo(AddressLimits.client(address("2001:db8:0:2::1")));
  }

  @Test
  void reasonsAreGivenAtTheRateThatIsSet() {
    AddressLimits addresses = new AddressLimits(Optional.of(new Rate(2, 1_000, 2)), () -> now);
    assertThat(addresses.mayBeRefused(ONE)).isTrue();
    assertThat(addresses.mayBeRefused(ONE)).isTrue();
    assertThat(addresses.mayBeRefused(ONE)).isFalse();
    assertThat(addresses.mayBeRefused(OTHER)).isTrue();

    assertThat(addresses.untilRefusal(ONE)).isEqualTo(Duration.ofNanos(500));
    assertThat(addresses.untilRefusal(OTHER)).isZero();

    now += 500;

    assertThat(addresses.untilRefusal(ONE)).isZero();
    assertThat(addresses.mayBeRefused(ONE)).isTrue();
    assertThat(addresses.mayBeRefused(ONE)).isFalse();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }
}
