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

  private final ClientDialogue dialogue;
  private final ClientFrame frame;
  private final UseCases useCases;
  private final Pages pages;

  CommandHandler(ClientDialogue dialogue, ClientFrame frame, Conversing conversing) {
    this.dialogue = dialogue;
    this.frame = frame;
    this.useCases = conversing.useCases();
    this.pages = conversing.pages();
  }

  @Override
  public void send(Command.Send command) {
    dialogue.<Sent>ask(
        Way.LANE,
        frame,
        ReplyFrames::sent,
        reply -> useCases.sendMessage().send(dialogue, command.request(), reply));
  }

  @Override
  public void join(Command.Join command) {
    dialogue.<Joined>ask(
        Way.JOIN,
        frame,
        (ref, joined) -> {
          dialogue.viewBegins(joined.conversation());
          return ReplyFrames.joined(ref, joined);
        },
        reply -> useCases.joinConversation().join(dialogue, command.request(), reply));
  }

  @Override
  public void leave(Command.Leave command) {
    dialogue.<ConversationId>ask(
        Way.LANE,
        frame,
        ReplyFrames::left,
        reply -> useCases.leaveConversation().leave(dialogue, command.conversation(), reply));
  }

  @Override
  public void markRead(Command.MarkRead command) {
    dialogue.<Mark>ask(
        Way.LANE,
        frame,
        ReplyFrames::marked,
        reply -> useCases.markAsRead().mark(dialogue, command.mark(), reply));
  }

  @Override
  public void markConversation(Command.MarkConversation command) {
    dialogue.<Marked>ask(
        Way.LANE,
        frame,
        ReplyFrames::conversationMarked,
        reply -> useCases.markConversationAsRead().markAll(dialogue, command.request(), reply));
  }

  @Override
  public void fetch(Command.Fetch command) {
    dialogue.<Fetched>ask(
        Way.READER,
        frame,
        pages::fetched,
        reply -> useCases.fetchMessages().fetch(dialogue, command.request(), reply));
  }

  @Override
  public void presence(Command.Presence command) {
    dialogue.<List<Status>>ask(
        Way.READER,
        frame,
        ReplyFrames::presence,
        reply -> useCases.getPresence().get(dialogue, command.users(), reply));
  }

  @Override
  public void list(Command.ListAll command) {
    dialogue.<Listing>ask(
        Way.READER,
        frame,
        pages::listed,
        reply -> useCases.listConversations().list(dialogue, command.request(), reply));
  }

  @Override
  public void authenticate(Command.Authenticate command) {
    dialogue.<Renewed>ask(
        Way.READER,
        frame,
        (ref, renewed) -> {
          dialogue.expireAt(renewed.expiry());
          return ReplyFrames.taken("authenticate", ref);
        },
        reply -> useCases.authenticate().authenticate(dialogue, command.token(), reply));
  }

  @Override
  public void typing(Command.Typing command) {
    dialogue.inOrder(
        frame,
        () -> {
          useCases.showTyping().show(dialogue, command.conversation(), command.typing());
          if (frame.ref() != null) {
            dialogue.send(ReplyFrames.taken("typing", frame.ref()));
          }
        });
  }

  @Override
  public void ping(Command.Ping command) {
    dialogue.send(frame.ref() == null ? PONG : ReplyFrames.pong(frame.ref()));
  }

  @Override
  public void pong(Command.Pong command) {
    if (frame.ref() != null) {
      dialogue.inOrder(frame, () -> dialogue.send(ReplyFrames.taken("pong", frame.ref())));
    }
  }

  @Override
  public void invalid(Command.Invalid command) {
    dialogue.answer(frame, command.refusal());
  }
}
