package io.messageservice.protocol.incoming;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.view.ResumePoint;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.incoming.Command.Way;
import io.messageservice.protocol.json.Ref;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The session of a command. Only the event loop's thread may call. */
public interface CommandSession extends Connection {

  /** What commands call. */
  UseCases useCases();

  /** How much an answer may hold. */
  Limits limits();

  /** Carries out a command whose answer comes from a lane or a reader. */
  <R> void ask(
      Way way,
      ClientFrame frame,
      BiFunction<@Nullable Ref, R, TextFrame> answer,
      Consumer<Reply<R>> command);

  /** How a command is answered that names a message and not its conversation. */
  Way wayToMessage();

  /** How a message is sent. */
  default Way wayToSend() {
    return useCases().hasHook() ? Way.ASKED : Way.LANE;
  }

  /** Carries out what is answered at once, after what was asked before is answered. */
  void inOrder(ClientFrame frame, Runnable command);

  /** The command was carried out at once and has no answer that is counted with it. */
  void ended(ClientFrame frame);

  /** Answers with an error, after what was asked before is answered unless too much waits. */
  void answer(ClientFrame frame, Refusal refusal);

  /** Sends at once; nothing once the connection is closed. */
  void send(TextFrame frame);

  /** The connection's token is replaced by one that ends then. */
  void expireAt(Optional<Instant> expiry);

  /** Whether the client is sent changes of messages. */
  boolean followsChanges();

  /**
   * A join is about to be answered: what the connection missed before does not count any more.
   *
   * @param replay after which what was stored is sent; empty where nothing is sent again
   */
  void viewBegins(ConversationId conversation, Optional<ResumePoint> replay, long rev);
}
