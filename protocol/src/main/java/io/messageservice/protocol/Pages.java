package io.messageservice.protocol;

import io.messageservice.application.port.in.FetchMessages.Direction;
import io.messageservice.application.port.in.FetchMessages.Fetched;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.domain.message.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers that are pages, with as many elements as fit into a frame, but at least one:
 * an element that was stored under a larger limit comes alone. Any thread may call.
 */
final class Pages {

  /** What a page says beside its elements: a name, a ref, a cursor. */
  private static final int AROUND_BYTES = 4 << 10;

  private final int maxBytes;

  /**
   * @param maxFrameBytes the largest frame
   */
  Pages(int maxFrameBytes) {
    this.maxBytes = maxFrameBytes - AROUND_BYTES;
  }

  /** Messages ascending; what does not fit is left out where the page goes on. */
  TextFrame fetched(@Nullable Ref ref, Fetched fetched) {
    List<Message> messages = new ArrayList<>(fetched.page().messages());
    boolean backwards = fetched.direction() == Direction.BEFORE;
    if (backwards) {
      Collections.reverse(messages);
    }
    List<byte[]> fitting = fitting(messages, Pages::encoded);
    boolean more = fetched.page().more() || fitting.size() < messages.size();
    if (backwards) {
      Collections.reverse(fitting);
    }
    return ReplyFrames.success(
        "fetchMessages",
        ref,
        json -> {
          json.writeStringField("conversationId", fetched.conversation().value());
          json.writeArrayFieldStart("messages");
          Json.writeElements(json, fitting);
          json.writeEndArray();
          json.writeBooleanField("more", more);
        });
  }

  /** Conversations; the cursor stands behind the last that fits. */
  TextFrame listed(@Nullable Ref ref, Listing listing) {
    List<Listed> all = listing.conversations();
    List<byte[]> fitting = fitting(all, ListingJson::encoded);
    Optional<Cursor> next =
        fitting.size() == all.size()
            ? listing.next()
            : Optional.of(Cursor.after(all.get(fitting.size() - 1).conversation()));
    return ReplyFrames.success(
        "listConversations",
        ref,
        json -> {
          json.writeArrayFieldStart("conversations");
          Json.writeElements(json, fitting);
          json.writeEndArray();
          if (next.isPresent()) {
            json.writeStringField("cursor", Cursors.text(next.get()));
          }
        });
  }

  private static byte[] encoded(Message message) {
    return Json.writeValue(json -> MessageJson.write(json, message));
  }

  private <T> List<byte[]> fitting(List<T> elements, Encoding<T> encoding) {
    List<byte[]> fitting = new ArrayList<>(elements.size());
    int bytes = 0;
    for (T element : elements) {
      byte[] encoded = encoding.encode(element);
      bytes += encoded.length + 1;
      if (bytes > maxBytes && !fitting.isEmpty()) {
        break;
      }
      fitting.add(encoded);
    }
    return fitting;
  }

  private interface Encoding<T> {
    byte[] encode(T element);
  }
}
