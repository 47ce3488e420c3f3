package io.messageservice.protocol.service;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData;
import io.messageservice.application.port.in.event.EventData.ConversationState;
import io.messageservice.application.port.in.event.EventData.MessageChanged;
import io.messageservice.application.port.in.event.EventData.MessageCreated;
import io.messageservice.application.port.in.event.EventData.MessageDeleted;
import io.messageservice.application.port.in.event.EventData.MessagesDelivered;
import io.messageservice.application.port.in.event.EventData.MessagesRead;
import io.messageservice.application.port.in.event.EventData.ParticipantsChanged;
import io.messageservice.application.port.in.event.EventData.ReactionChanged;
import io.messageservice.application.port.in.event.EventData.UnreadConversation;
import io.messageservice.application.port.in.event.EventData.UnreadReminder;
import io.messageservice.application.port.in.event.EventData.UserMoved;
import io.messageservice.application.port.in.event.PollEvents.Polled;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.in.event.RecipientPage.Recipient;
import io.messageservice.domain.message.Message;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.Cursors;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.MessageJson;
import java.io.IOException;
import java.util.Optional;

/** Writes events for the back end of the product. Any thread may call. */
public final class EventJson {

  // Of each of up to 1,000 recipients, so they are encoded once.
  private static final SerializableString USER_ID = new SerializedString("userId");
  private static final SerializableString MUTED = new SerializedString("muted");
  private static final SerializableString MENTIONED = new SerializedString("mentioned");
  private static final SerializableString UNREAD = new SerializedString("unread");
  private static final SerializableString UNREAD_TOTAL = new SerializedString("unreadTotal");

  private EventJson() {}

  /** An event as it is read from the log. */
  public static byte[] encoded(BackEndEvent event) {
    return write(event, true, "time");
  }

  /** An event as the body of a webhook, whose id stands in a header (Standard Webhooks). */
  public static byte[] webhook(BackEndEvent event) {
    return write(event, false, "timestamp");
  }

  /** An event in the body of a webhook that has several. */
  public static byte[] batched(BackEndEvent event) {
    return write(event, true, "timestamp");
  }

  private static byte[] write(BackEndEvent event, boolean withId, String time) {
    return Json.write(
        json -> {
          if (withId) {
            json.writeStringField("id", event.id().text());
          }
          json.writeStringField("type", event.type().text());
          json.writeStringField(time, MessageJson.text(event.time()));
          if (event.traceparent().isPresent()) {
            json.writeStringField("traceparent", event.traceparent().get());
          }
          json.writeObjectFieldStart("data");
          if (event.conversation().isPresent()) {
            json.writeStringField("conversationId", event.conversation().get().value());
          }
          event.data().match(new DataWriter()).writeTo(json);
          json.writeEndObject();
        });
  }

  /** Writes the members of a page. */
  public static Json.Writer members(Polled page) {
    return json -> {
      Json.writeEncoded(json, "events", page.events());
      json.writeStringField("next", page.next().text());
      json.writeBooleanField("more", page.more());
    };
  }

  /** Writes the members of a page of those who are to be notified. */
  public static Json.Writer members(RecipientPage page) {
    return json -> {
      Json.writeArray(json, "recipients", page.recipients(), EventJson::write);
      if (page.next().isPresent()) {
        json.writeStringField("cursor", Cursors.text(page.next().get()));
      }
    };
  }

  private static void write(JsonGenerator json, Recipient recipient) throws IOException {
    json.writeStartObject();
    json.writeFieldName(USER_ID);
    json.writeString(recipient.user().value());
    json.writeFieldName(MUTED);
    json.writeBoolean(recipient.muted());
    json.writeFieldName(MENTIONED);
    json.writeBoolean(recipient.mentioned());
    json.writeFieldName(UNREAD);
    json.writeNumber(recipient.unread());
    json.writeFieldName(UNREAD_TOTAL);
    json.writeNumber(recipient.unreadTotal());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, UnreadConversation unread) throws IOException {
    json.writeStartObject();
    json.writeStringField("conversationId", unread.conversation().value());
    json.writeNumberField("unread", unread.unread());
    json.writeEndObject();
  }

  /** What each kind of event reports beside its conversation. */
  private static final class DataWriter implements EventData.Cases<Json.Writer> {

    @Override
    public Json.Writer created(MessageCreated data) {
      return json -> {
        writeMessage(json, data.seq(), data.message());
        members(data.recipients()).writeTo(json);
      };
    }

    @Override
    public Json.Writer changed(MessageChanged data) {
      return json -> writeMessage(json, data.seq(), data.message());
    }

    @Override
    public Json.Writer deleted(MessageDeleted data) {
      return json -> {
        writeMessage(json, data.seq(), data.message());
        Json.writeArray(json, "fileUrls", data.fileUrls(), (array, url) -> array.writeString(url));
      };
    }

    private static void writeMessage(JsonGenerator json, long seq, Optional<Message> message)
        throws IOException {
      json.writeNumberField("seq", seq);
      if (message.isPresent()) {
        json.writeFieldName("message");
        MessageJson.write(json, message.get());
      }
    }

    @Override
    public Json.Writer reaction(ReactionChanged data) {
      return json -> {
        json.writeNumberField("seq", data.seq());
        if (data.message().isPresent()) {
          json.writeStringField("messageId", data.message().get().value());
        }
        json.writeStringField("userId", data.user().value());
        json.writeStringField("reaction", data.reaction().value());
        json.writeBooleanField("added", data.added());
      };
    }

    @Override
    public Json.Writer read(MessagesRead data) {
      return json -> {
        json.writeStringField("userId", data.user().value());
        json.writeNumberField("readUpTo", data.readUpTo());
      };
    }

    @Override
    public Json.Writer delivered(MessagesDelivered data) {
      return json -> {
        json.writeStringField("userId", data.user().value());
        json.writeNumberField("deliveredUpTo", data.deliveredUpTo());
      };
    }

    @Override
    public Json.Writer conversation(ConversationState data) {
      return json -> {
        if (data.conversation().isPresent()) {
          ConversationJson.writeField(json, data.conversation().get());
        }
      };
    }

    @Override
    public Json.Writer participants(ParticipantsChanged data) {
      return json -> {
        if (data.kind().isPresent()) {
          json.writeStringField("kind", MessageJson.text(data.kind().get()));
        }
        Json.writeUsers(json, "userIds", data.users());
      };
    }

    @Override
    public Json.Writer reminder(UnreadReminder data) {
      return json -> {
        json.writeStringField("userId", data.user().value());
        Json.writeArray(json, "conversations", data.conversations(), EventJson::write);
        json.writeNumberField("unreadTotal", data.total());
      };
    }

    @Override
    public Json.Writer user(UserMoved data) {
      return json -> {
        json.writeStringField("userId", data.user().value());
        json.writeStringField("username", data.note().transition().name().value());
        if (data.note().lastSeen().isPresent()) {
          json.writeStringField("lastSeenAt", MessageJson.text(data.note().lastSeen().get()));
        }
      };
    }
  }
}
