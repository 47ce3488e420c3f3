package io.messageservice.adapter.sse;

import java.util.Locale;

/** How much of what an earlier stream had joined a new one joins again by itself. */
enum Resumption {
  /** There was no readable id. */
  NONE,
  /** More was joined than an id can hold. */
  SOME,
  ALL;

  /** As it stands on the wire. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
