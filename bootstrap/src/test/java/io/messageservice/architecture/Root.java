package io.messageservice.architecture;

import java.util.Arrays;
import java.util.stream.Stream;

/** The package below which the layers lie: the service's own, or that of a fixture. */
record Root(String name) {

  /** Where the service lies. */
  static final Root SERVICE = new Root("io.messageservice");

  /** The pattern of a package with all below it. */
  String within(String part) {
    return name + "." + part + "..";
  }

  /** The patterns of packages with all below them. */
  String[] withinAny(String... parts) {
    return Arrays.stream(parts).map(this::within).toArray(String[]::new);
  }

  /** The same, with further patterns that no root changes. */
  String[] withinAnyAnd(String[] parts, String... outside) {
    return Stream.concat(Arrays.stream(withinAny(parts)), Arrays.stream(outside))
        .toArray(String[]::new);
  }

  /** One package or class, without what is below it. */
  String exactly(String part) {
    return name + "." + part;
  }
}
