package io.messageservice.architecture.inmemory;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connection that takes {@code join ROOM} and {@code send ROOM TEXT} and is sent lines of a
 * {@link TextFormat}. Only the thread of its event loop may call.
 */
final class TextSession implements Session, Connection {

  private final Wire wire;
  private final EventLoop loop;
  private final Identity identity;
  private final TextFormat format;
  private final UseCases useCases;

  TextSession(Wire wire, EventLoop loop, Identity identity, TextFormat format, UseCases useCases) {
    this.wire = wire;
    this.loop = loop;
    this.identity = identity;
    this.format = format;
    this.useCases = useCases;
  }

  /** Begins. */
  TextSession opened() {
    useCases.registerConnection().register(this);
    return this;
  }

  @Override
  public void text(byte[] buffer, int offset, int length) {
    String[] words = new String(buffer, offset, length, StandardCharsets.UTF_8).split(" ", 3);
    ConversationId room = new ConversationId(words[1]);
    if (words[0].equals("join")) {
      useCases
          .joinConversation()
          .join(
              this,
              new JoinConversation.Request(room, Optional.empty()),
              reply(joined -> "joined " + joined.position().seq()));
    } else {
      MessageContent content = MessageContent.of(words[2]);
      useCases
          .sendMessage()
          .send(
              this,
              new SendMessage.Request(room, content, Optional.empty(), Optional.empty()),
              reply(sent -> "sent " + sent.message().seq()));
    }
  }

  private <R> Reply<R> reply(Function<R, String> line) {
    return new Reply<>() {
      @Override
      public void done(R result) {
        wire.send(TextFormat.text(line.apply(result)));
      }

      @Override
      public void refused(Refusal refusal) {
        wire.send(TextFormat.text("refused " + refusal.code()));
      }
    };
  }

  @Override
  public WireFormat<?> format() {
    return format;
  }

  @Override
  public void push(OutgoingEvent event) {
    wire.send(event.in(format));
  }

  @Override
  public void disconnect() {
    wire.close(CloseReason.DISCONNECTED);
  }

  @Override
  public void whenDrained(Runnable task) {
    wire.whenDrained(task);
  }

  @Override
  public void closed() {
    useCases.registerConnection().unregister(this, () -> {});
  }

  @Override
  public UserId user() {
    return identity.user();
  }

  @Override
  public DisplayName name() {
    return identity.name();
  }

  @Override
  public EventLoop loop() {
    return loop;
  }
}
