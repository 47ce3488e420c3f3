package io.messageservice.application.delivery;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.Faults;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.room.Rooms;
import io.messageservice.domain.typing.Typists;
import io.messageservice.domain.typing.Typists.Stopped;
import io.messageservice.domain.typing.Typists.Typist;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that one shard knows of its connections. Only the shard's thread may call. */
public final class Hall {

  private final Encoder encoder;
  private final Faults faults;
  private final Rooms<Connection> rooms = new Rooms<>(Connection::user);
  private final Typists typists = new Typists();

  /** With nobody in it. */
  public Hall(Encoder encoder, Faults faults) {
    this.encoder = encoder;
    this.faults = faults;
  }

  /** Who is where. */
  public Rooms<Connection> rooms() {
    return rooms;
  }

  /** Tells the room and every participant, each connection once. */
  public void tell(Conversation conversation, Encoded event, @Nullable Connection except) {
    for (Connection connection : rooms.receivers(conversation)) {
      if (connection != except) {
        push(connection, event);
      }
    }
  }

  /**
   * Tells these users and, where asked for, the room, each connection once.
   *
   * @param room null where the room is not told
   */
  public void tell(
      Set<UserId> users,
      @Nullable ConversationId room,
      Encoded event,
      @Nullable Connection except) {
    Set<Connection> told = new LinkedHashSet<>();
    users.forEach(user -> told.addAll(rooms.of(user)));
    if (room != null) {
      told.addAll(rooms.inRoom(room));
    }
    for (Connection connection : told) {
      if (connection != except) {
        push(connection, event);
      }
    }
  }

  /** Tells every connection but those of one user. */
  public void tellEveryone(Encoded event, UserId except) {
    for (Connection connection : rooms.everyone()) {
      if (!connection.user().equals(except)) {
        push(connection, event);
      }
    }
  }

  /** Takes note that a user types, or stops, and tells the room where that is news. */
  public void typing(TypingChanged event, Encoded encoded, Instant now) {
    if (rooms.inRoom(event.conversation()).isEmpty()) {
      return;
    }
    Typist typist = new Typist(event.conversation(), event.user());
    if (typists.said(typist, event.name(), event.typing(), now)) {
      tellRoom(typist, encoded);
    }
  }

  /** Takes note that a user has left the room, and tells it where he was typing. */
  public void typistGone(ConversationId conversation, UserId user) {
    Typist typist = new Typist(conversation, user);
    typists.gone(typist).ifPresent(name -> tellStopped(new Stopped(typist, name)));
  }

  /** Tells the rooms who has stopped typing without saying so. */
  public void expireTypists(Instant now) {
    typists.expire(now).forEach(this::tellStopped);
  }

  /** Takes whoever no longer takes part out of the room. */
  public void putOut(Conversation conversation) {
    rooms.putOut(conversation.id(), conversation.participants());
    typists.putOut(conversation.id(), conversation.participants()).forEach(this::tellStopped);
  }

  private void tellStopped(Stopped stopped) {
    Typist typist = stopped.typist();
    tellRoom(
        typist,
        encoder.encode(
            new TypingChanged(typist.conversation(), typist.user(), stopped.name(), false)));
  }

  /** A connection that breaks against its promise does not keep the others from hearing. */
  private void push(Connection connection, Encoded event) {
    try {
      connection.push(event);
    } catch (RuntimeException fault) {
      faults.broke("push", fault);
    }
  }

  private void tellRoom(Typist typist, Encoded event) {
    for (Connection connection : rooms.inRoom(typist.conversation())) {
      if (!connection.user().equals(typist.user())) {
        push(connection, event);
      }
    }
  }
}
