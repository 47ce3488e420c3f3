package io.messageservice.application.store.batch;

import io.messageservice.application.port.out.Trace;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.store.LoggedEvents;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.decision.UserNote;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a batch does in one conversation, as far as the other fields of its entry in the log do not
 * say it. Not safe for several threads.
 */
public final class PendingEvents {

  /** Each once, however often it happens. */
  private final Set<LoggedEvent> ofConversation = new LinkedHashSet<>();

  private final List<LoggedEvent> ofMessages = new ArrayList<>();

  /** Which commands led to all that happens, whatever field says it. */
  private final EventTraces traces = new EventTraces();

  /** That of the command which is carried out. */
  private Optional<String> traceparent = Optional.empty();

  /** What comes now is of a command. */
  public void begin(Trace command) {
    traceparent = command.sampledTraceparent();
  }

  /** The command does something that other fields say. */
  public void trace(LoggedEvent event) {
    traceparent.ifPresent(parent -> traces.note(event, parent));
  }

  /** A decision makes the conversation another one. */
  public void became(Optional<Conversation> before, Conversation after) {
    for (LoggedEvent event : LoggedEvents.between(before, after)) {
      trace(event);
      if (event instanceof ConversationCreated || event instanceof ConversationChanged) {
        ofConversation.add(event);
      }
    }
  }

  /** A decision changes a message or reactions to it. */
  public void add(LoggedEvent event) {
    ofMessages.add(event);
    trace(event);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return ofConversation.isEmpty() && ofMessages.isEmpty();
  }

  /** The conversation is forgotten. */
  public void clear() {
    ofConversation.clear();
    ofMessages.clear();
    traces.clear();
  }

  /** What is noted of a user, as the log has it. */
  public static String text(UserNote note) {
    return EventLines.line(new UserNoted(note)).collect(Collectors.joining());
  }

  /** The traces as the log has them; empty where nothing was traced. */
  public String traces() {
    return traces.text();
  }

  /** As the log has them, with those that come last. */
  public String text(Stream<? extends LoggedEvent> last) {
    return Stream.of(ofConversation.stream(), ofMessages.stream(), last)
        .flatMap(some -> some)
        .flatMap(EventLines::line)
        .collect(Collectors.joining("\n"));
  }

  /**
   * All that the batch does there, in the order in which readers get it.
   *
   * @param appended the messages, if any
   * @param marks what was read and delivered
   */
  public List<LoggedEvent> all(
      Optional<ParticipantsChanged> participants,
      Optional<MessagesAppended> appended,
      Stream<? extends LoggedEvent> marks) {
    List<LoggedEvent> all = new ArrayList<>();
    ofConversation.stream().filter(ConversationCreated.class::isInstance).forEach(all::add);
    participants.ifPresent(all::add);
    ofConversation.stream().filter(ConversationChanged.class::isInstance).forEach(all::add);
    appended.ifPresent(all::add);
    all.addAll(ofMessages);
    marks.forEach(all::add);
    return all;
  }
}
