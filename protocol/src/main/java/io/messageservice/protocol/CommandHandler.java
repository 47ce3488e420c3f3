package io.messageservice.protocol;

import io.messageservice.application.port.in.Authenticate.Renewed;
import io.messageservice.application.port.in.FetchMessages.Fetched;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.JoinConversation.Joined;
import io.messageservice.application.port.in.MarkAsRead.Mark;
import io.messageservice.application.port.in.MarkConversationAsRead.Marked;
import io.messageservice.application.port.in.SendMessage.Sent;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.usecase.UseCases;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.CommandOrder.Way;
import java.util.List;

/** Carries out the command of one frame. Only the shard's thread may call. */
final class CommandHandler implements Command.Handler {

  private static final TextFrame PONG = EventFrames.kept("pong", json -> {});

  private final ClientSession session;
  private final ClientFrame frame;
  private final UseCases useCases;
  private final Pages pages;

  CommandHandler(ClientSession session, ClientFrame frame, SessionContext context) {
    this.session = session;
    this.frame = frame;
    this.useCases = context.useCases();
    this.pages = context.pages();
  }

  @Override
  public void send(Command.Send command) {
    session.<Sent>ask(
        Way.LANE,
        frame,
        ReplyFrames::sent,
        reply -> useCases.sendMessage().send(session, command.request(), reply));
  }

  @Override
  public void join(Command.Join command) {
    session.<Joined>ask(
        Way.JOIN,
        frame,
        (ref, joined) -> {
          session.viewBegins(joined.conversation());
          return ReplyFrames.joined(ref, joined);
        },
        reply -> useCases.joinConversation().join(session, command.request(), reply));
  }

  @Override
  public void leave(Command.Leave command) {
    session.<ConversationId>ask(
        Way.LANE,
        frame,
        ReplyFrames::left,
        reply -> useCases.leaveConversation().leave(session, command.conversation(), reply));
  }

  @Override
  public void markRead(Command.MarkRead command) {
    session.<Mark>ask(
        Way.LANE,
        frame,
        ReplyFrames::marked,
        reply -> useCases.markAsRead().mark(session, command.mark(), reply));
  }

  @Override
  public void markConversation(Command.MarkConversation command) {
    session.<Marked>ask(
        Way.LANE,
        frame,
        ReplyFrames::conversationMarked,
        reply -> useCases.markConversationAsRead().markAll(session, command.request(), reply));
  }

  @Override
  public void fetch(Command.Fetch command) {
    session.<Fetched>ask(
        Way.READER,
        frame,
        pages::fetched,
        reply -> useCases.fetchMessages().fetch(session, command.request(), reply));
  }

  @Override
  public void presence(Command.Presence command) {
    session.<List<Status>>ask(
        Way.READER,
        frame,
        ReplyFrames::presence,
        reply -> useCases.getPresence().get(session, command.users(), reply));
  }

  @Override
  public void list(Command.ListAll command) {
    session.<Listing>ask(
        Way.READER,
        frame,
        pages::listed,
        reply -> useCases.listConversations().list(session, command.request(), reply));
  }

  @Override
  public void authenticate(Command.Authenticate command) {
    session.<Renewed>ask(
        Way.READER,
        frame,
        (ref, renewed) -> {
          session.expireAt(renewed.expiry());
          return ReplyFrames.taken("authenticate", ref);
        },
        reply -> useCases.authenticate().authenticate(session, command.token(), reply));
  }

  @Override
  public void typing(Command.Typing command) {
    session.inOrder(
        frame,
        () -> {
          useCases.showTyping().show(session, command.conversation(), command.typing());
          if (frame.ref() != null) {
            session.send(ReplyFrames.taken("typing", frame.ref()));
          }
        });
  }

  @Override
  public void ping(Command.Ping command) {
    session.send(frame.ref() == null ? PONG : ReplyFrames.pong(frame.ref()));
  }

  @Override
  public void pong(Command.Pong command) {
    if (frame.ref() != null) {
      session.inOrder(frame, () -> session.send(ReplyFrames.taken("pong", frame.ref())));
    }
  }

  @Override
  public void invalid(Command.Invalid command) {
    session.answer(frame, command.refusal());
  }
}
