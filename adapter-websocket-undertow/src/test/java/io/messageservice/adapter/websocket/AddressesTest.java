package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressesTest {

  private static final InetAddress ONE = address("192.0.2.1");
  private static final InetAddress OTHER = address("192.0.2.2");

  private long now;

  @Test
  void clientsOfOneIpv6NetworkCountTogether() {
    Addresses addresses = new Addresses(Optional.of(new Rate(1, 1_000, 1)), () -> now);
    assertThat(addresses.mayBeRefused(address("2001:db8:0:1::1"))).isTrue();

    assertThat(addresses.mayBeRefused(address("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(addresses.mayBeRefused(address("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void clientsAreNamedByWhatTheyCannotChoose() {
    assertThat(Addresses.client(ONE))
        .isEqualTo(Addresses.client(ONE))
        .isNotEqualTo(Addresses.client(OTHER));
    assertThat(Addresses.client(address("2001:db8:0:1::1")))
        .isEqualTo(Addresses.client(address("2001:db8:0:1:ffff::2")))
        .isNotEqualTo(Addresses.client(address("2001:db8:0:2::1")));
  }

  @Test
  void reasonsAreGivenAtTheRateThatIsSet() {
    Addresses addresses = new Addresses(Optional.of(new Rate(2, 1_000, 2)), () -> now);
    assertThat(addresses.mayBeRefused(ONE)).isTrue();
    assertThat(addresses.mayBeRefused(ONE)).isTrue();
    assertThat(addresses.mayBeRefused(ONE)).isFalse();
    assertThat(addresses.mayBeRefused(OTHER)).isTrue();

    now += 500;

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
