package io.messageservice.protocol.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.command.personal.BlockUserCommand;
import io.messageservice.protocol.command.personal.ListBlockedCommand;
import io.messageservice.protocol.command.personal.MarkAsDeliveredCommand;
import io.messageservice.protocol.command.personal.MarkAsReadCommand;
import io.messageservice.protocol.command.personal.MarkConversationAsReadCommand;
import io.messageservice.protocol.command.personal.SetPreferencesCommand;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.AttachmentReader;
import io.messageservice.protocol.json.CommandArray;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what clients send. Immutable; any thread may call. */
public final class FrameDecoder {

  /** The commands by their names. */
  static final Map<String, CommandDecoder> COMMANDS =
      Map.ofEntries(
          Map.entry(SendMessageCommand.EVENT, SendMessageCommand::decode),
          Map.entry(EditMessageCommand.EVENT, EditMessageCommand::decode),
          Map.entry(DeleteMessageCommand.EVENT, DeleteMessageCommand::decode),
          Map.entry(ReactToMessageCommand.ADD, ReactToMessageCommand::add),
          Map.entry(ReactToMessageCommand.REMOVE, ReactToMessageCommand::remove),
          Map.entry(FetchReactionsCommand.EVENT, FetchReactionsCommand::decode),
          Map.entry(SendEventCommand.EVENT, SendEventCommand::decode),
          Map.entry(CreateConversationCommand.EVENT, CreateConversationCommand::decode),
          Map.entry(ChangeConversationCommand.UPDATE, ChangeConversationCommand::update),
          Map.entry(ChangeConversationCommand.ADD, ChangeConversationCommand::add),
          Map.entry(ChangeConversationCommand.REMOVE, ChangeConversationCommand::remove),
          Map.entry(ChangeConversationCommand.SET, ChangeConversationCommand::set),
          Map.entry(ChangeConversationCommand.LEAVE, ChangeConversationCommand::leave),
          Map.entry(FetchParticipantsCommand.EVENT, FetchParticipantsCommand::decode),
          Map.entry(JoinConversationCommand.EVENT, JoinConversationCommand::decode),
          Map.entry(LeaveConversationCommand.EVENT, LeaveConversationCommand::decode),
          Map.entry(MarkAsReadCommand.EVENT, MarkAsReadCommand::decode),
          Map.entry(MarkConversationAsReadCommand.EVENT, MarkConversationAsReadCommand::decode),
          Map.entry(MarkAsDeliveredCommand.EVENT, MarkAsDeliveredCommand::decode),
          Map.entry(SetPreferencesCommand.EVENT, SetPreferencesCommand::decode),
          Map.entry(BlockUserCommand.BLOCK, BlockUserCommand::block),
          Map.entry(BlockUserCommand.UNBLOCK, BlockUserCommand::unblock),
          Map.entry(ListBlockedCommand.EVENT, ListBlockedCommand::decode),
          Map.entry(TypingCommand.EVENT, TypingCommand::decode),
          Map.entry(FetchMessagesCommand.EVENT, FetchMessagesCommand::decode),
          Map.entry(GetPresenceCommand.EVENT, GetPresenceCommand::decode),
          Map.entry(ListConversationsCommand.EVENT, ListConversationsCommand::decode),
          Map.entry(AuthenticateCommand.EVENT, AuthenticateCommand::decode),
          Map.entry(PingCommand.EVENT, PingCommand::decode),
          Map.entry(PongCommand.EVENT, PongCommand::decode));

  private final JsonFactory factory;
  private final AttachmentReader attachments;
  private final Limits limits;

  /** Under these limits. */
  public FrameDecoder(Limits limits) {
    this.factory = Json.readingUpTo(limits.maxDepth());
    this.attachments = new AttachmentReader(limits);
    this.limits = limits;
  }

  /** The frame; never fails, what is wrong becomes a {@link Command.Invalid}. */
  public ClientFrame decode(byte[] buffer, int offset, int length) {
    Envelope envelope = new Envelope(length, limits);
    try {
      try (JsonParser parser = factory.createParser(buffer, offset, length)) {
        envelope.read(parser, attachments);
      }
      Texts.check(factory, buffer, offset, length);
      return envelope.frame(command(envelope));
    } catch (InvalidFrame invalid) {
      boolean unreadable = invalid.refusal().code() == Refusal.Code.INVALID_FORMAT;
      return unreadable
          ? unreadable(invalid, length)
          : envelope.frame(new Command.Invalid(invalid.refusal()));
    } catch (IOException malformed) {
      return unreadable(
          InvalidFrame.format("not a JSON object of at most " + limits.maxDepth() + " levels"),
          length);
    }
  }

  /**
   * The commands of a frame that is an array, each as if it had come alone; one error where the
   * frame is not as it should be. Never fails.
   */
  public List<ClientFrame> decodeArray(byte[] buffer, int offset, int length) {
    try {
      return CommandArray.elements(factory, buffer, offset, length).stream()
          .map(element -> decode(buffer, offset + element.offset(), element.length()))
          .toList();
    } catch (InvalidFrame invalid) {
      return List.of(unreadable(invalid, length));
    } catch (IOException malformed) {
      return List.of(
          unreadable(
              InvalidFrame.format("not JSON of at most " + limits.maxDepth() + " levels"), length));
    }
  }

  private static ClientFrame unreadable(InvalidFrame invalid, int length) {
    return new ClientFrame(null, null, null, new Command.Invalid(invalid.refusal()), length);
  }

  private static Command command(Envelope envelope) throws InvalidFrame {
    CommandDecoder decoder = COMMANDS.get(envelope.event());
    if (decoder == null) {
      throw new InvalidFrame(new Refusal(Refusal.Code.UNKNOWN_EVENT, "no such event"));
    }
    return decoder.decode(envelope);
  }

  /** The names of all commands. */
  public static Set<String> events() {
    return COMMANDS.keySet();
  }

  /** Reads the payload of one command. */
  interface CommandDecoder {
    Command decode(Envelope envelope) throws InvalidFrame;
  }
}
