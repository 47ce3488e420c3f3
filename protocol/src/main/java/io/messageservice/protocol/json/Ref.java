package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What a client calls a command by, so that it knows the answer: echoed as received.
 *
 * @param text a string, or a whole number as it was written, {@code 5.0} too
 */
public record Ref(String text, boolean integer) {

  public static final int MAX_LENGTH = 128;

  public void writeTo(JsonGenerator json) throws IOException {
    if (integer) {
      json.writeNumber(text);
    } else {
      json.writeString(text);
    }
  }
}
