package io.messageservice.adapter.websocket;

import io.messageservice.protocol.Dialogue;

/** A dialogue that takes binary messages too. The service has none; a conformance suite asks. */
interface BinaryDialogue extends Dialogue {

  /** A whole binary message came. The buffer is only borrowed until the call returns. */
  void binary(byte[] buffer, int offset, int length);
}
