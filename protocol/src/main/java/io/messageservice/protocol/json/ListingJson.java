package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.ListConversations.Page;
import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.util.Optional;

/** Lists of conversations, as they are asked for and as they are shown. */
public final class ListingJson {

  private ListingJson() {}

  /** What the payload asks for. Throws what names the member. */
  public static ListConversations.Request request(Payload payload) throws InvalidFrame {
    return new ListConversations.Request(
        payload.cursor(Cursors::readPlace),
        payload.limit(ListConversations.DEFAULT_LIMIT, ListConversations.MAX_LIMIT),
        payload.flagOr(false, "hidden"),
        payload.optionalId("since", ListingPoint.MAX_LENGTH).map(ListingPoint::new));
  }

  /** One that is listed, or is there no more, as UTF-8. */
  public static byte[] encoded(Entry entry, UserId viewer) {
    return Json.write(
        json -> {
          if (entry instanceof Listed listed) {
            ConversationJson.writeMembers(json, listed, viewer);
          } else {
            json.writeStringField("conversationId", entry.place().conversation().value());
            json.writeBooleanField("removed", true);
          }
        });
  }

  /**
   * Writes what stands behind the conversations of a page.
   *
   * @param next behind what the page shows; empty where nothing follows
   */
  public static void writeEnd(JsonGenerator json, Page page, Optional<Place> next)
      throws IOException {
    if (next.isPresent()) {
      json.writeStringField("cursor", Cursors.text(next.get()));
    } else {
      json.writeStringField("since", page.began().value());
    }
    if (page.listing().reset()) {
      json.writeBooleanField("reset", true);
    }
  }
}
