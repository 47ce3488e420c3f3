package io.messageservice.bootstrap.http;

import java.nio.ByteBuffer;

/**
 * Estimates how much heap the HTTP parser keeps for the head of one request. The factors were
 * measured with Undertow 2.4: a byte of the request line stands in up to four strings and buffers,
 * a byte of a header in up to two, and each header and each parameter has objects of its own. One
 * thread at a time may call.
 */
final class RequestMeter {

  private static final int LINE_QUARTERS = 17;
  private static final int HEADER_QUARTERS = 9;
  private static final int FIELD_BYTES = 240;

  /** The parser refuses a request with more headers, or with more parameters. */
  private static final int MAX_FIELDS = Listeners.MAX_HEADERS + Listeners.MAX_PARAMETERS;

  private int lineBytes;
  private int headerBytes;
  private int fields;
  private int bytes;
  private boolean inHeaders;
  private boolean inEmptyLine = true;

  /** Whether the head is complete: what comes then costs the parser nothing. */
  private boolean isOver;

  /** So many bytes that were received, from an index of the buffer on. */
  void add(ByteBuffer buffer, int from, int count) {
    for (int i = from; i < from + count; i++) {
      add(buffer.get(i));
    }
  }

  private void add(byte next) {
    bytes++;
    if (inHeaders) {
      addToHeaders(next);
    } else if (!isOver) {
      lineBytes++;
      fields += next == '&' || next == ';' ? 1 : 0;
      inHeaders = next == '\n' && lineBytes > 2; // empty lines may stand before a request
    }
  }

  private void addToHeaders(byte next) {
    headerBytes++;
    if (next == '\n') {
      fields++;
      isOver = inEmptyLine;
      inHeaders = !isOver;
      inEmptyLine = true;
    } else {
      inEmptyLine &= next == '\r';
    }
  }

  /** How many bytes were received since the last reset, those behind the head included. */
  int bytes() {
    return bytes;
  }

  /** What the parser keeps for them, in bytes of the heap. */
  long costBytes() {
    return ((long) lineBytes * LINE_QUARTERS + (long) headerBytes * HEADER_QUARTERS) / 4
        + (long) FIELD_BYTES * Math.min(fields, MAX_FIELDS);
  }

  /** A new request begins. */
  void reset() {
    lineBytes = 0;
    headerBytes = 0;
    fields = 0;
    bytes = 0;
    inHeaders = false;
    inEmptyLine = true;
    isOver = false;
  }
}
