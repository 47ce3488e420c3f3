package io.messageservice.protocol.json;

import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.IdText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A place in a list of conversations as bytes: its time, then its id, the point at which the list
 * began and the point since which it lists changes, the last one left out where it lists all. Each
 * text has its length before it. Earlier versions had the time and the id alone; neither version
 * reads the bytes of the other, since an id has no control characters.
 */
final class PlaceBytes {

  private PlaceBytes() {}

  static byte[] of(Place place) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(place.cursor().lastAtMillis());
      out.writeUTF(place.cursor().conversation().value());
      out.writeUTF(place.began().value());
      if (place.since().isPresent()) {
        out.writeUTF(place.since().get().value());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The place; empty where the bytes are none. What is left behind it is not looked at. */
  static Optional<Place> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long lastAtMillis = in.readLong();
      String id = text(in, ConversationId.MAX_LENGTH);
      Cursor cursor = new Cursor(lastAtMillis, new ConversationId(id));
      ListingPoint began = point(in);
      return Optional.of(
          new Place(cursor, began, in.available() > 0 ? Optional.of(point(in)) : Optional.empty()));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static ListingPoint point(DataInputStream in) throws IOException {
    return new ListingPoint(text(in, ListingPoint.MAX_LENGTH));
  }

  private static String text(DataInputStream in, int maxLength) throws IOException {
    String text = in.readUTF();
    if (!IdText.isValid(text, maxLength)) {
      throw new IOException("no such text");
    }
    return text;
  }
}
