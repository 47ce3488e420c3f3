package io.messageservice.application.world;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.JoinConversation.Joined;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.in.message.SendMessage.Sent;
import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.application.port.in.personal.MarkAsRead.Mark;
import io.messageservice.application.port.in.personal.MarkConversationAsRead;
import io.messageservice.application.port.in.personal.MarkConversationAsRead.Marked;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.domain.view.ResumePoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Says what it is told in words: {@code said ann 1 hello}, {@code sent 1}, {@code
 * joined 0}. {@link #hears} empties what was heard.
 */
public final class Person implements Connection {

  private final World world;
  private final UserId user;
  private final EventLoop loop;
  private final List<String> heard = new ArrayList<>();

  /** What was heard of changes of groups since the last call. */
  private final List<String> groups = new ArrayList<>();

  /** What was heard of positions, for good. */
  public final List<Moment> moments = new ArrayList<>();

  private final Turns turns;
  private boolean gone;

  /** Whether it is told of marks, not of each message that is read. */
  public boolean keepsMarks;

  public record Moment(String what, String room, long seq) {}

  public Person(World world, String user, EventLoop loop) {
    this.world = world;
    this.user = new UserId(user);
    this.loop = loop;
    this.turns = new Turns(heard, () -> gone, fault -> world.broken.add(new AssertionError(fault)));
  }

  public boolean[] come() {
    boolean[] taken = new boolean[1];
    loop.execute(() -> taken[0] = world.useCases.registerConnection().register(this));
    return taken;
  }

  public void go() {
    go(() -> {});
  }

  /** Goes while some commands still wait to be handed over. */
  public void go(Runnable waiting) {
    loop.execute(
        () -> {
          gone = true;
          world.useCases.registerConnection().unregister(this, waiting);
        });
  }

  public Person join(String room) {
    return join(room, Optional.empty());
  }

  public Person resume(String room, long afterSeq) {
    return join(room, Optional.of(new ResumePoint(afterSeq, Optional.empty(), Optional.empty())));
  }

  public Person join(String room, Optional<ResumePoint> position) {
    Reply<Joined> reply =
        turns.reply(
            room,
            true,
            joined ->
                moment("joined", room, joined.position().seq())
                    + joined.recovered().map(good -> good ? " recovered" : " lost").orElse(""));
    JoinConversation.Request request = new JoinConversation.Request(id(room), position);
    ask(
        true,
        () -> {
          moment("joins", room, 0);
          world.useCases.joinConversation().join(this, request, reply);
        });
    return this;
  }

  /** Joins though an earlier join may not be answered yet. */
  public Person joinAtOnce(String room) {
    Reply<Joined> reply =
        turns.reply(room, false, joined -> moment("joined", room, joined.position().seq()));
    JoinConversation.Request request = new JoinConversation.Request(id(room), Optional.empty());
    loop.execute(() -> world.useCases.joinConversation().join(this, request, reply));
    return this;
  }

  public Person leave(String room) {
    Reply<ConversationId> reply =
        turns.reply(
            room,
            left -> {
              moment("left", room, 0);
              return "left " + left;
            });
    ask(false, () -> world.useCases.leaveConversation().leave(this, id(room), reply));
    return this;
  }

  /** Leaves though an earlier command may not be answered yet. */
  public Person leaveAtOnce(String room) {
    Reply<ConversationId> reply = turns.reply(room, false, left -> "left " + left);
    loop.execute(() -> world.useCases.leaveConversation().leave(this, id(room), reply));
    return this;
  }

  public Person send(String room, String text) {
    return send(room, text, null, null);
  }

  public Person sendTo(String receiver, String room, String text) {
    return send(room, text, receiver, null);
  }

  public Person send(String room, String text, @Nullable String receiver, @Nullable String key) {
    SendMessage.Request request =
        new SendMessage.Request(
            id(room),
            MessageContent.of(text),
            Optional.ofNullable(receiver).map(UserId::new),
            Optional.ofNullable(key).map(ClientMessageId::new));
    Reply<Sent> reply =
        turns.reply(
            room,
            sent -> moment(sent.duplicate() ? "sent again" : "sent", room, sent.message().seq()));
    ask(false, () -> world.useCases.sendMessage().send(this, request, reply));
    return this;
  }

  public Person type(String room, boolean typing) {
    ask(false, () -> world.useCases.showTyping().show(this, id(room), typing));
    return this;
  }

  public Person mark(MessageId message, boolean read) {
    Reply<Mark> reply = turns.reply("", mark -> "marked " + mark.read());
    ask(false, () -> world.useCases.markAsRead().mark(this, new Mark(message, read), reply));
    return this;
  }

  public Person edit(MessageId message, String text) {
    return edit(message, text, OptionalLong.empty());
  }

  public Person edit(MessageId message, String text, OptionalLong ifRev) {
    MessageEdit edit = new MessageEdit(Optional.of(text), Optional.empty(), ifRev);
    EditMessage.Request request = new EditMessage.Request(message, edit, content -> true);
    Reply<ChangedMessage> reply = turns.reply("", EventWords::words);
    ask(false, () -> world.useCases.editMessage().edit(this, request, reply));
    return this;
  }

  public Person delete(MessageId message) {
    Reply<ChangedMessage> reply = turns.reply("", EventWords::words);
    ask(false, () -> world.useCases.deleteMessage().delete(this, message, reply));
    return this;
  }

  public Person react(MessageId message, String reaction) {
    return react(message, reaction, true);
  }

  public Person takeBack(MessageId message, String reaction) {
    return react(message, reaction, false);
  }

  private Person react(MessageId message, String reaction, boolean add) {
    ReactToMessage.Request request =
        new ReactToMessage.Request(message, new Reaction(reaction), add);
    Reply<ReactToMessage.Reacted> reply =
        turns.reply(
            "", done -> (done.changed() ? "done " : "already ") + EventWords.words(done.event()));
    ask(false, () -> world.useCases.reactToMessage().react(this, request, reply));
    return this;
  }

  public Person sendAbout(String room, String text, SendMessage.About about) {
    SendMessage.Request request =
        new SendMessage.Request(
            id(room), MessageContent.of(text), about, Optional.empty(), Optional.empty());
    Reply<Sent> reply = turns.reply(room, sent -> moment("sent", room, sent.message().seq()));
    ask(false, () -> world.useCases.sendMessage().send(this, request, reply));
    return this;
  }

  public Person title(String room, String title) {
    DataChange change =
        new DataChange(Optional.of(title), Optional.empty(), Optional.empty(), Optional.empty());
    Reply<ChangedConversation> reply =
        turns.reply(room, changed -> "title r" + changed.conversation().orElseThrow().rev());
    ask(false, () -> world.useCases.updateConversation().update(this, id(room), change, reply));
    return this;
  }

  public Person sendEvent(String room, String name) {
    Event.CustomEvent event = new Event.CustomEvent(id(room), user, name, "{}");
    // an event is not stored: its answer does not wait for those of messages before it
    Reply<Event.CustomEvent> reply = turns.reply("events of " + room, sent -> "event sent");
    ask(false, () -> world.useCases.sendEvent().send(this, event, reply));
    return this;
  }

  public Person markAll(String room) {
    return markAll(room, Long.MAX_VALUE);
  }

  public Person markAll(String room, long upToSeq) {
    Reply<Marked> reply = turns.reply(room, marked -> "all marked " + marked.updated());
    MarkConversationAsRead.Request request = new MarkConversationAsRead.Request(id(room), upToSeq);
    ask(false, () -> world.useCases.markConversationAsRead().markAll(this, request, reply));
    return this;
  }

  public Person reached(String room, long upToSeq) {
    Reply<DeliveredMark> reply = turns.reply(room, mark -> "reached " + mark.deliveredUpTo());
    MarkAsDelivered.Request request = new MarkAsDelivered.Request(id(room), upToSeq);
    ask(false, () -> world.useCases.markAsDelivered().mark(this, request, reply));
    return this;
  }

  public Person prefer(String room, PreferencesChange change) {
    Reply<OwnPreferences> reply =
        turns.reply(
            room,
            own ->
                "prefers "
                    + own.preferences().mutedUntil().toEpochMilli()
                    + " "
                    + own.preferences().hiddenAt());
    ask(false, () -> world.useCases.setPreferences().set(this, id(room), change, reply));
    return this;
  }

  public Person block(String other, boolean holds) {
    Reply<BlockChange> reply = turns.reply("", change -> "blocks " + change.holds());
    ask(false, () -> world.useCases.blockUser().block(this, new UserId(other), holds, reply));
    return this;
  }

  public List<Message> fetch(String room) {
    List<Message> messages = new ArrayList<>();
    Reply<FetchMessages.Fetched> reply =
        turns.reply(
            room,
            fetched -> {
              messages.addAll(fetched.page().messages());
              return "fetched " + fetched.page().messages().size();
            });
    FetchMessages.Request request =
        new FetchMessages.Request(
            id(room), FetchMessages.Direction.BEFORE, Long.MAX_VALUE, FetchMessages.MAX_LIMIT);
    ask(false, () -> world.useCases.fetchMessages().fetch(this, request, reply));
    world.settle();
    return messages;
  }

  public Person askPresence(String... users) {
    Reply<List<Status>> reply =
        turns.reply(
            "",
            statuses ->
                statuses.stream().map(EventWords::words).collect(joining(" ", "presence ", "")));
    List<UserId> ids = Stream.of(users).map(UserId::new).toList();
    loop.execute(() -> world.useCases.getPresence().get(this, ids, reply));
    return this;
  }

  /** What was heard since the last call, after everything is done. */
  public List<String> hears() {
    world.settle();
    return drain();
  }

  /** What was heard of changes of groups since the last call, after everything is done. */
  public List<String> hearsOfGroups() {
    world.settle();
    return groups();
  }

  /** What was heard of changes of groups since the last call, so far. */
  public List<String> groups() {
    List<String> all = List.copyOf(groups);
    groups.clear();
    return all;
  }

  public List<String> drain() {
    List<String> all = List.copyOf(heard);
    heard.clear();
    return all;
  }

  @Override
  public WireFormat<?> format() {
    return world.format;
  }

  @Override
  public void push(OutgoingEvent event) {
    if (gone) {
      world.broken.add(new AssertionError("told although gone"));
    }
    Event told = event.in(world.format);
    if (told instanceof Event.MessageStored stored) {
      moment("said", stored.message().conversation().value(), stored.message().seq());
    }
    if (keepsMarks ? told instanceof Event.MessageRead : isForKeepers(told)) {
      return;
    }
    boolean ofGroup =
        told instanceof ConversationChanged || told instanceof Event.RemovedFromConversation;
    (ofGroup ? groups : heard).add(told.match(new EventWords()));
  }

  private static boolean isForKeepers(Event event) {
    return event instanceof Event.MarkMoved
        || event instanceof Event.MessageDelivered
        || event instanceof Event.PreferencesChanged;
  }

  @Override
  public void disconnect() {}

  @Override
  public void whenDrained(Runnable task) {
    loop.execute(
        () -> {
          if (!gone) {
            task.run();
          }
        });
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public DisplayName name() {
    return new DisplayName(user.value());
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  /** Commands that have no answer yet. */
  public int unanswered() {
    return turns.unanswered();
  }

  /** Follows the view; the last position in it, -1 where there is none. */
  public long view(long seed, String room) {
    long at = -1;
    Set<Long> seen = new HashSet<>();
    boolean out = false;
    boolean joining = false;
    for (Moment moment : moments) {
      if (!moment.room().equals(room) || moment.what().equals("sent again")) {
        continue;
      }
      String where = "seed " + seed + " " + user + " " + moment + " after " + at;
      switch (moment.what()) {
        case "left" -> {
          at = -1;
          out = !joining;
        }
        case "joins" -> joining = true; // in one batch with the leave: he took part all the time
        case "joined" -> {
          assertThat(at == -1 || at == moment.seq()).as(where).isTrue();
          at = moment.seq();
          out = false;
          joining = false;
        }
        default -> {
          assertThat(out && moment.what().equals("said")).as(where).isFalse();
          assertThat(at == -1 || at + 1 == moment.seq()).as(where).isTrue();
          assertThat(seen.add(moment.seq())).as(where).isTrue();
          at = moment.seq();
          out = false;
        }
      }
    }
    return at;
  }

  private static ConversationId id(String room) {
    return new ConversationId(room);
  }

  private String moment(String what, String room, long seq) {
    moments.add(new Moment(what, room, seq));
    return what + " " + seq;
  }

  private void ask(boolean join, Runnable command) {
    loop.execute(() -> turns.ask(join, command));
  }
}
