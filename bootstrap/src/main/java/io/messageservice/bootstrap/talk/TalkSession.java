package io.messageservice.bootstrap.talk;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.client.ClientListener;
import io.messageservice.client.CommandFailed;
import io.messageservice.client.ConversationListener;
import io.messageservice.client.ConversationMessage;
import io.messageservice.client.GroupChange;
import io.messageservice.client.MessageReaction;
import io.messageservice.client.socket.SocketEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One talk in one conversation: what is typed and what is shown. Only its thread may call. */
final class TalkSession implements ClientListener, ConversationListener {

  /** More than anybody types while a service restarts; past it a line is refused. */
  static final int MAX_LINES = 1_000;

  private static final String NOT_JOINED = "the conversation is not joined yet";

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern EDIT = Pattern.compile("/edit ([0-9]{1,9}) (.*\\S.*)");
  private static final Pattern DELETE = Pattern.compile("/delete ([0-9]{1,9})\\s*");
  private static final Pattern REACTION = Pattern.compile("/react ([0-9]{1,9}) (\\S+)\\s*");

  /** So many of the last messages can be reacted to. */
  private static final int MAX_SEEN = 1_000;

  /** A line that was typed. */
  private record Line(String id, String content) {}

  private final Screen screen;
  private final Supplier<String> ids;
  private final IntConsumer end;
  private final Executor thread;

  /** Typed before the conversation was joined. */
  private final Deque<Line> early = new ArrayDeque<>();

  /** Lines that were typed here: they stand on the screen already. */
  private final Set<String> own = new HashSet<>();

  /** The ids of the messages that lines typed here became, in order. */
  private final List<String> ownIds = new ArrayList<>();

  /** The ids of the last messages, by whomever, in order. */
  private final List<String> seen = new ArrayList<>();

  private @Nullable LineSender sender;

  /** Lines that were typed and are not answered for good. */
  private int unanswered;

  /** The position of the last message of somebody else that was shown. */
  private long shown;

  /** Up to where messages are marked as delivered, or were tried to be. */
  private long marked;

  private boolean marking;

  /** The user has asked to leave the conversation, and that was not refused. */
  private boolean leaving;

  private boolean inputEnded;
  private boolean over;

  /**
   * @param ids gives each line an id that no other has
   * @param end gets the exit code, once
   */
  TalkSession(Screen screen, Supplier<String> ids, IntConsumer end, Executor thread) {
    this.screen = screen;
    this.ids = ids;
    this.end = end;
    this.thread = thread;
  }

  /** The conversation was joined, and the last messages of it follow. */
  void joined(LineSender lines) {
    sender = lines;
    early.forEach(line -> send(lines, line));
    early.clear();
    markDelivered();
  }

  @Override
  public void refused(CommandFailed why) {
    refused(why.code(), why.getMessage());
  }

  void refused(String code, @Nullable String message) {
    boolean isRemoved = code.equals(CommandFailed.REMOVED);
    if (isRemoved && leaving) {
      end(0);
    } else {
      screen.note((isRemoved ? "" : "cannot join: ") + message);
      end(1);
    }
  }

  /** The client has ended by itself. */
  void ended(SocketEnd how) {
    if (!over) {
      screen.note("closed: " + how.reason());
      end(1);
    }
  }

  /** A line was typed. What begins with a slash is a command, and never sent; {@code //} is. */
  void typed(String line) {
    String begin = line.stripLeading();
    if (begin.startsWith("//")) {
      say(line.replaceFirst("//", "/"));
    } else if (begin.startsWith("/")) {
      command(begin);
    } else if (!line.isBlank()) {
      say(line);
    }
  }

  private void say(String content) {
    if (unanswered >= MAX_LINES) {
      screen.note("not sent, too many lines wait for the connection: " + content);
    } else {
      take(new Line(ids.get(), content));
    }
  }

  private void command(String line) {
    String[] words = SPACE.split(line, 2);
    String rest = words.length == 1 ? "" : words[1].strip();
    switch (words[0]) {
      case "/help" -> TalkHelp.LINES.forEach(screen::note);
      case "/quit" -> quit();
      case "/join" -> move(rest);
      case "/who" -> who();
      case "/edit", "/delete" -> change(line);
      case "/react" -> react(line);
      default -> {
        if (GroupLine.isLike(line)) {
          changeGroup(line);
        } else {
          screen.note("not sent, there is no " + words[0] + ": " + TalkHelp.HINT);
        }
      }
    }
  }

  private void move(String conversation) {
    if (conversation.isEmpty()) {
      screen.note(TalkHelp.JOIN);
    } else if (sender == null) {
      screen.note(NOT_JOINED);
    } else {
      LineSender left = sender;
      sender = null;
      left.join(conversation);
    }
  }

  /** The conversation was left; the last messages of another follow. */
  void moved(String conversation) {
    ownIds.clear();
    seen.clear();
    shown = 0;
    marked = 0;
    screen.note("in " + conversation);
  }

  /** The other conversation is refused: what was typed for it is not sent in the one before. */
  void notMoved(@Nullable String why) {
    screen.note("cannot join: " + why);
    for (Line line : early) {
      own.remove(line.id());
      unanswered--;
      screen.note("not sent: " + line.content());
    }
    early.clear();
  }

  private void who() {
    if (sender == null) {
      screen.note(NOT_JOINED);
      return;
    }
    unanswered++;
    var unused =
        sender
            .who()
            .whenCompleteAsync(
                (line, fault) -> {
                  if (fault == null && !over) {
                    screen.note(line);
                  }
                  answered("not known: ", fault);
                },
                thread);
  }

  private void change(String line) {
    Matcher edit = EDIT.matcher(line);
    Matcher delete = DELETE.matcher(line);
    Optional<String> id = Optional.empty();
    if (edit.matches() || delete.matches()) {
      id = fromLast(ownIds, edit.matches() ? edit.group(1) : delete.group(1));
    }
    if (sender == null || id.isEmpty()) {
      screen.note(TalkHelp.CHANGE);
      return;
    }
    await(edit.matches() ? sender.edit(id.get(), edit.group(2)) : sender.delete(id.get()));
  }

  private void react(String line) {
    Matcher reaction = REACTION.matcher(line);
    Optional<String> id = reaction.matches() ? fromLast(seen, reaction.group(1)) : Optional.empty();
    if (sender == null || id.isEmpty()) {
      screen.note(TalkHelp.REACT);
    } else {
      await(sender.react(id.get(), reaction.group(2)));
    }
  }

  private void changeGroup(String line) {
    Optional<GroupLine> change = GroupLine.read(line);
    if (change.isEmpty()) {
      screen.note(GroupLine.USAGE);
    } else if (sender == null) {
      screen.note(NOT_JOINED);
    } else if (change.get().event().equals(GroupLine.LEAVE)) {
      leave(sender, change.get());
    } else {
      await(sender.change(change.get()));
    }
  }

  /** A group ends it with the push, before the answer; an open conversation has no such push. */
  private void leave(LineSender lines, GroupLine line) {
    leaving = true;
    await(lines.change(line).whenCompleteAsync((left, fault) -> left(fault), thread));
  }

  private void left(@Nullable Throwable fault) {
    if (fault == null) {
      end(0);
    } else {
      leaving = false;
    }
  }

  private void await(CompletableFuture<?> change) {
    unanswered++;
    var unused =
        change.whenCompleteAsync((changed, fault) -> answered("not changed: ", fault), thread);
  }

  /** From the last one back. */
  private static Optional<String> fromLast(List<String> all, String number) {
    int index = all.size() - Integer.parseInt(number);
    return index >= 0 && index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
  }

  private void take(Line line) {
    unanswered++;
    own.add(line.id());
    if (sender == null) {
      early.add(line);
    } else {
      send(sender, line);
    }
  }

  private void send(LineSender lines, Line line) {
    var unused =
        lines
            .send(line.id(), line.content())
            .whenCompleteAsync((stored, fault) -> answered("not sent: ", fault), thread);
  }

  private void answered(String failure, @Nullable Throwable fault) {
    if (over) {
      return;
    }
    unanswered--;
    if (fault != null) {
      Throwable why = fault instanceof CompletionException ? fault.getCause() : fault;
      screen.note(failure + (why == null ? fault : why).getMessage());
    }
    endIfDone();
  }

  private void quit() {
    if (unanswered > 0) {
      screen.note("what was typed last may not have been sent");
    }
    end(0);
  }

  /** Nothing more will be typed: the talk ends when all that was is stored. */
  void inputEnded() {
    inputEnded = true;
    endIfDone();
  }

  private void endIfDone() {
    if (inputEnded && unanswered == 0) {
      end(0);
    }
  }

  @Override
  public void received(ConversationMessage message) {
    seen.add(message.id());
    if (seen.size() > MAX_SEEN) {
      seen.remove(0);
    }
    if (own.remove(message.clientMessageId())) {
      ownIds.add(message.id());
    } else {
      show(message, "");
      shown = message.seq();
      markDelivered();
    }
  }

  /** One command at a time: what is shown meanwhile is marked by the next. */
  private void markDelivered() {
    if (sender != null && !marking && shown != marked) {
      marking = true;
      marked = shown;
      var unused =
          sender
              .delivered(shown)
              .whenCompleteAsync(
                  (done, fault) -> {
                    marking = false;
                    markDelivered();
                  },
                  thread);
    }
  }

  @Override
  public void changed(ConversationMessage message) {
    show(message, " (edited)");
  }

  @Override
  public void reactionChanged(MessageReaction reaction) {
    String how = reaction.added() ? " reacts with " : " no longer reacts with ";
    screen.note(reaction.userId() + how + reaction.reaction());
  }

  @Override
  public void groupChanged(GroupChange change) {
    JsonNode changed = change.json();
    if (changed.path("title").isTextual()) {
      screen.note("the group is called " + changed.path("title").asText());
    }
    changed.path("addedUserIds").forEach(user -> screen.note(user.asText() + " was added"));
    changed.path("removedUserIds").forEach(user -> screen.note(user.asText() + " was removed"));
    for (JsonNode role : changed.path("roles")) {
      screen.note(role.path("userId").asText() + " is " + role.path("role").asText() + " now");
    }
  }

  private void show(ConversationMessage message, String mark) {
    if (message.isDeleted()) {
      screen.note("a message of " + message.senderId() + " was deleted");
    } else {
      screen.message(message.senderId() + mark, text(message));
    }
  }

  private static String text(ConversationMessage message) {
    StringBuilder text = new StringBuilder(message.content());
    for (JsonNode attachment : message.json().path("attachments")) {
      text.append(" [").append(attachment.path("fileName").asText()).append(']');
    }
    return text.toString();
  }

  @Override
  public void pushed(String event, JsonNode data) {
    switch (event) {
      case "lagged" -> screen.note("this terminal reads too slowly");
      case "userOnline" -> screen.note(name(data) + " is online");
      case "userOffline" -> screen.note(name(data) + " is offline");
      case "userTyping" -> {
        if (data.path("isTyping").asBoolean()) {
          screen.note(name(data) + " is typing");
        }
      }
      default -> {}
    }
  }

  @Override
  public void disconnected(String why, Duration retryIn) {
    screen.note(why + "; trying again in " + retryIn.toMillis() + " ms");
  }

  @Override
  public void postponed(String event, CommandFailed why) {
    String what = event.equals("sendMessage") ? "not sent yet: " : "cannot join yet: ";
    screen.note(what + why.getMessage());
  }

  private void end(int exitCode) {
    if (!over) {
      over = true;
      end.accept(exitCode);
    }
  }

  private static String name(JsonNode data) {
    return data.path("username").asText(data.path("userId").asText());
  }
}
