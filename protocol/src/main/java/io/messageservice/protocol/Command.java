package io.messageservice.protocol;

import io.messageservice.application.port.in.FetchMessages;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.MarkAsRead;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.SendMessage;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.List;

/** What a frame asks for. */
sealed interface Command {

  /** Calls the method of the handler that this command is for. */
  void dispatchTo(Handler handler);

  record Send(SendMessage.Request request) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.send(this);
    }
  }

  record Join(JoinConversation.Request request) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.join(this);
    }
  }

  record Leave(ConversationId conversation) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.leave(this);
    }
  }

  record MarkRead(MarkAsRead.Mark mark) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.markRead(this);
    }
  }

  record MarkConversation(MarkConversationAsRead.Request request) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.markConversation(this);
    }
  }

  record Typing(ConversationId conversation, boolean typing) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.typing(this);
    }
  }

  record Fetch(FetchMessages.Request request) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.fetch(this);
    }
  }

  record Presence(List<UserId> users) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.presence(this);
    }
  }

  record ListAll(ListConversations.Request request) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.list(this);
    }
  }

  record Authenticate(String token) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.authenticate(this);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "Authenticate[]";
    }
  }

  record Ping() implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.ping(this);
    }
  }

  record Pong() implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.pong(this);
    }
  }

  /** No command: only an error can be answered. */
  record Invalid(Refusal refusal) implements Command {
    @Override
    public void dispatchTo(Handler handler) {
      handler.invalid(this);
    }
  }

  /** Whoever carries out commands; a new one breaks the build here. */
  interface Handler {
    void send(Send command);

    void join(Join command);

    void leave(Leave command);

    void markRead(MarkRead command);

    void markConversation(MarkConversation command);

    void typing(Typing command);

    void fetch(Fetch command);

    void presence(Presence command);

    void list(ListAll command);

    void authenticate(Authenticate command);

    void ping(Ping command);

    void pong(Pong command);

    void invalid(Invalid command);
  }
}
