package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.event.Event.UnreadChanged;
import io.messageservice.application.port.in.personal.ListBlocked;
import io.messageservice.application.port.in.personal.ListBlocked.BlockedPage;
import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.util.List;

/** What users have of conversations for themselves, as it is asked for and as it is shown. */
public final class PersonalJson {

  private static final String MUTED_UNTIL = "mutedUntil";

  private static final String HIDDEN = "hidden";

  private PersonalJson() {}

  /** What has reached a user. Throws what names the member. */
  public static MarkAsDelivered.Request delivered(Payload payload) throws InvalidFrame {
    return new MarkAsDelivered.Request(
        payload.conversationId(),
        payload
            .position("upToSeq")
            .orElseThrow(() -> InvalidFrame.payload("upToSeq: an integer from 0")));
  }

  /** How a user wants a conversation to be. Throws what names the member. */
  public static PreferencesChange change(Payload payload) throws InvalidFrame {
    PreferencesChange change =
        new PreferencesChange(EndTime.read(payload, MUTED_UNTIL), payload.optionalFlag(HIDDEN));
    if (change.isEmpty()) {
      throw InvalidFrame.payload("mutedUntil, hidden: one of them at least");
    }
    return change;
  }

  /** Which page of those whom a user blocks. Throws what names the member. */
  public static ListBlocked.Request blocked(Payload payload) throws InvalidFrame {
    return new ListBlocked.Request(
        payload.cursor(Cursors::readUser),
        payload.limit(ListBlocked.DEFAULT_LIMIT, ListBlocked.MAX_LIMIT));
  }

  /** Writes the members of the answer to a block, or to its end. */
  public static Json.Writer members(BlockChange change) {
    return json -> json.writeStringField("userId", change.blocked().value());
  }

  /** Writes the members of a page of those whom a user blocks; it fits into any frame. */
  public static Json.Writer members(BlockedPage page) {
    List<UserId> users = page.users();
    return json -> {
      Json.writeUsers(json, "userIds", users);
      if (page.more()) {
        json.writeStringField("cursor", Cursors.text(users.get(users.size() - 1)));
      }
    };
  }

  /** Writes the members of the answer to a mark. */
  public static Json.Writer members(DeliveredMark mark) {
    return json -> {
      json.writeStringField("conversationId", mark.conversation().value());
      json.writeNumberField("deliveredUpTo", mark.deliveredUpTo());
    };
  }

  /** Writes the members of the answer to a change of preferences, and of its push. */
  public static Json.Writer members(OwnPreferences own) {
    Preferences preferences = own.preferences();
    return json -> {
      json.writeStringField("conversationId", own.conversation().value());
      EndTime.write(json, MUTED_UNTIL, preferences.mutedUntil());
      json.writeBooleanField(HIDDEN, preferences.hiddenAt() != Preferences.SHOWN);
    };
  }

  /** Writes the members of the push of what is unread: of a conversation where it is of one. */
  public static Json.Writer members(UnreadChanged event) {
    return json -> {
      if (event.conversation().isPresent()) {
        json.writeStringField("conversationId", event.conversation().get().value());
        json.writeNumberField("unread", event.unread().messages());
        json.writeNumberField("unreadMentions", event.unread().mentions());
      }
      json.writeObjectFieldStart("total");
      json.writeNumberField("messages", event.total().messages());
      json.writeNumberField("conversations", event.total().conversations());
      json.writeNumberField("mentions", event.total().mentions());
      json.writeEndObject();
    };
  }

  /** Writes what of it is not as usual. */
  static void writePreferences(JsonGenerator json, Listed listed) throws IOException {
    Preferences preferences = listed.preferences();
    if (!preferences.mutedUntil().equals(Preferences.NOT_MUTED)) {
      EndTime.write(json, MUTED_UNTIL, preferences.mutedUntil());
    }
    if (preferences.isHiddenAt(listed.conversation().head())) {
      json.writeBooleanField(HIDDEN, true);
    }
  }

  /** Writes how far somebody has read, and how far messages have reached them. */
  static void writeMarks(JsonGenerator json, Reader reader) throws IOException {
    json.writeNumberField("readUpTo", reader.readUpTo());
    json.writeNumberField("deliveredUpTo", reader.deliveredUpTo());
  }
}
