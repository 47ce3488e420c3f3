package io.messageservice.adapter.websocket;

import io.messageservice.protocol.Session;

/** A session that takes binary messages too. The service has none; a conformance suite asks. */
interface BinarySession extends Session {

  /** A whole binary message was received. The buffer is only borrowed until the call returns. */
  void binary(byte[] buffer, int offset, int length);
}
