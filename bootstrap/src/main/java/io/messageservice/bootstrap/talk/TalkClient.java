package io.messageservice.bootstrap.talk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.CommandFailed;
import io.messageservice.client.JoinRequest;
import io.messageservice.client.JoinedConversation;
import io.messageservice.client.MessageClient;
import io.messageservice.client.ScheduledClientThread;
import io.messageservice.client.socket.SocketEnd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A talk put together: the client with the thread that the talk runs on, and the thread that reads
 * what is typed.
 */
public final class TalkClient {

  /** So many of the last messages are shown at the beginning. */
  private static final int FIRST_MESSAGES = 20;

  private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

  private final URI url;
  private final String token;
  private final String conversation;
  private final ScheduledClientThread talk = new ScheduledClientThread("talk");
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final TalkSession session;

  /**
   * @param dims whether the terminal understands escape sequences
   */
  public TalkClient(URI url, String token, String conversation, PrintWriter out, boolean dims) {
    this.url = url;
    this.token = token;
    this.conversation = conversation;
    session =
        new TalkSession(
            new Terminal(out, dims), () -> UUID.randomUUID().toString(), exitCode::complete, talk);
  }

  /**
   * Talks until the user quits, the input ends or the service refuses for good.
   *
   * @return the exit code
   */
  public int run(InputStream typed) throws InterruptedException {
    MessageClient client =
        MessageClient.builder(url, () -> token)
            .thread(talk)
            .longestDelay(LONGEST_DELAY)
            .connect(session);
    var unused = client.ended().whenCompleteAsync(this::ended, talk);
    join(client, conversation, null);
    daemon(() -> read(typed), "typed").start();
    try {
      return exitCode.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      client.close();
      talk.close();
    }
  }

  /**
   * @param before the conversation to go back to where this one is refused
   */
  private void join(MessageClient client, String id, @Nullable String before) {
    JoinedConversation joining =
        client.join(JoinRequest.to(id).withHistory(FIRST_MESSAGES), session);
    var unused =
        joining
            .joined()
            .whenCompleteAsync(
                (reply, fault) -> {
                  if (fault == null) {
                    session.joined(lines(client, joining));
                  } else {
                    refusal(fault).ifPresent(why -> refused(client, why, before));
                  }
                },
                talk);
  }

  private void refused(MessageClient client, CommandFailed why, @Nullable String before) {
    if (before == null) {
      session.refused(why);
    } else {
      session.notMoved(why.getMessage());
      move(client, before, null);
    }
  }

  private void move(MessageClient client, String to, @Nullable String before) {
    session.moved(to);
    join(client, to, before);
  }

  /** Where the client itself has ended, that is reported by it. */
  private static Optional<CommandFailed> refusal(Throwable fault) {
    Throwable why = fault instanceof CompletionException ? fault.getCause() : fault;
    return why instanceof CommandFailed refused && !refused.code().equals(CommandFailed.CLOSED)
        ? Optional.of(refused)
        : Optional.empty();
  }

  private LineSender lines(MessageClient client, JoinedConversation joined) {
    String here = joined.conversationId();
    return new LineSender() {
      @Override
      public CompletableFuture<?> send(String id, String content) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("conversationId", here).put("content", content);
        return client.sendMessage(payload.put("clientMessageId", id));
      }

      @Override
      public CompletableFuture<?> edit(String messageId, String content) {
        return client.edit(messageId, content);
      }

      @Override
      public CompletableFuture<?> delete(String messageId) {
        return client.delete(messageId);
      }

      @Override
      public CompletableFuture<?> change(GroupLine line) {
        return client.command(line.event(), line.payload(here));
      }

      @Override
      public CompletableFuture<?> delivered(long seq) {
        return client.markAsDelivered(here, seq);
      }

      @Override
      public CompletableFuture<String> who() {
        return Attendance.of(client, here);
      }

      /** Without a connection the answer fails, and it is left all the same. */
      @Override
      public void join(String other) {
        var unused =
            client
                .leave(joined)
                .whenCompleteAsync((left, fault) -> move(client, other, here), talk);
      }

      @Override
      public CompletableFuture<?> react(String messageId, String reaction) {
        return client.react(messageId, reaction);
      }
    };
  }

  /** A fault ends the talk instead of leaving it silent. */
  private void ended(@Nullable SocketEnd how, @Nullable Throwable fault) {
    if (fault != null) {
      exitCode.completeExceptionally(fault);
    } else if (how != null) {
      session.ended(how);
    }
  }

  private void read(InputStream typed) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String typedLine = line;
        talk.execute(() -> session.typed(typedLine));
      }
    } catch (IOException e) {
      // an input that cannot be read has ended
    }
    talk.execute(session::inputEnded);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
