package io.messageservice.application.world;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.in.group.CreateConversation.Created;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.in.personal.MarkConversationAsRead;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.conversation.ClientConversationId;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.StandingChange;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.CallerKind;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who asks without a connection, as by HTTP: a user, or a service in the name of one. What
 * is answered is kept in words: {@code created}, {@code existed}, {@code true}, {@code refused
 * CONFLICT}.
 */
public final class Requester implements Caller {

  private final World world;
  private final UserId user;
  private final CallerKind kind;
  private final EventLoop loop;
  private final List<String> answers = new ArrayList<>();
  private @Nullable ConversationView view;

  Requester(World world, String user, CallerKind kind, EventLoop loop) {
    this.world = world;
    this.user = new UserId(user);
    this.kind = kind;
    this.loop = loop;
  }

  /** Creates a group of the caller and these. */
  public Requester createGroup(String... participants) {
    return create(Kind.GROUP, Optional.empty(), Optional.empty(), participants);
  }

  /** As above, under a name. */
  public Requester createNamed(String name, String... participants) {
    return create(
        Kind.GROUP, Optional.of(new ClientConversationId(name)), Optional.empty(), participants);
  }

  public Requester createDirect(String... participants) {
    return create(Kind.DIRECT, Optional.empty(), Optional.empty(), participants);
  }

  /** Creates it under that id. */
  public Requester createUnder(String id, Kind what, String... participants) {
    return create(what, Optional.empty(), Optional.of(new ConversationId(id)), participants);
  }

  private Requester create(
      Kind what,
      Optional<ClientConversationId> name,
      Optional<ConversationId> id,
      String... participants) {
    Set<UserId> users = Stream.of(participants).map(UserId::new).collect(Collectors.toSet());
    Reply<Created> reply =
        reply(
            created -> {
              view = created.conversation();
              return created.existed() ? "existed" : "created";
            });
    world
        .useCases
        .createConversation()
        .create(
            this,
            new CreateConversation.Request(
                what, users, Optional.empty(), name, id, ConversationData.NONE),
            reply);
    return this;
  }

  public Requester get(String conversation) {
    Reply<ConversationView> reply =
        reply(
            got -> {
              view = got;
              return "got";
            });
    world.useCases.getConversation().get(this, new ConversationId(conversation), reply);
    return this;
  }

  public Requester add(String conversation, String whom) {
    world
        .useCases
        .addParticipants()
        .add(this, new ConversationId(conversation), Set.of(new UserId(whom)), changed());
    return this;
  }

  public Requester remove(String conversation, String whom) {
    world
        .useCases
        .removeParticipant()
        .remove(this, new ConversationId(conversation), new UserId(whom), changed());
    return this;
  }

  public Requester role(String conversation, String whom, Role role) {
    return set(conversation, whom, new StandingChange(Optional.of(role), Optional.empty()));
  }

  public Requester ban(String conversation, String whom, Instant until) {
    return set(conversation, whom, new StandingChange(Optional.empty(), Optional.of(until)));
  }

  private Requester set(String conversation, String whom, StandingChange change) {
    world
        .useCases
        .setParticipant()
        .set(
            this,
            new SetParticipant.Request(new ConversationId(conversation), new UserId(whom), change),
            changed());
    return this;
  }

  public Requester freeze(String conversation, boolean frozen) {
    return update(
        conversation,
        new DataChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(frozen)));
  }

  public Requester title(String conversation, String title) {
    return update(
        conversation,
        new DataChange(Optional.of(title), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private Requester update(String conversation, DataChange change) {
    world
        .useCases
        .updateConversation()
        .update(this, new ConversationId(conversation), change, changed());
    return this;
  }

  private Reply<ChangedConversation> changed() {
    return reply(change -> Boolean.toString(change.changed()));
  }

  public Requester send(String conversation, String text) {
    return send(world.useCases.sendMessage(), conversation, text);
  }

  /** As a stream of commands does. */
  public Requester sendForService(String conversation, String text) {
    return send(world.useCases.sendForService(), conversation, text);
  }

  private Requester send(SendMessage port, String conversation, String text) {
    SendMessage.Request request =
        new SendMessage.Request(
            new ConversationId(conversation),
            MessageContent.of(text),
            Optional.empty(),
            Optional.empty());
    port.send(this, request, reply(sent -> "sent " + sent.message().seq()));
    return this;
  }

  public Requester fetch(String conversation) {
    FetchMessages.Request request =
        new FetchMessages.Request(
            new ConversationId(conversation),
            FetchMessages.Direction.BEFORE,
            Long.MAX_VALUE,
            FetchMessages.MAX_LIMIT);
    world
        .useCases
        .fetchMessages()
        .fetch(this, request, reply(got -> "fetched " + got.page().messages().size()));
    return this;
  }

  public Requester markAll(String conversation) {
    MarkConversationAsRead.Request request =
        new MarkConversationAsRead.Request(new ConversationId(conversation), Long.MAX_VALUE);
    world
        .useCases
        .markConversationAsRead()
        .markAll(this, request, reply(marked -> "marked " + marked.updated()));
    return this;
  }

  /** What was answered since the last call. */
  public List<String> answers() {
    List<String> all = List.copyOf(answers);
    answers.clear();
    return all;
  }

  /** The conversation of the last answer that had one. */
  public ConversationView view() {
    if (view == null) {
      throw new AssertionError("no answer had a conversation, but " + answers);
    }
    return view;
  }

  /** Its id. */
  public String id() {
    return view().listed().conversation().id().value();
  }

  private <R> Reply<R> reply(Function<R, String> words) {
    return new Reply<>() {
      private boolean answered;

      @Override
      public void done(R result) {
        once(words.apply(result));
      }

      @Override
      public void refused(Refusal refusal) {
        once("refused " + refusal.code());
      }

      private void once(String answer) {
        if (answered) {
          world.broken.add(new AssertionError("answered twice"));
        }
        answered = true;
        answers.add(answer);
      }
    };
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

  @Override
  public CallerKind kind() {
    return kind;
  }
}
