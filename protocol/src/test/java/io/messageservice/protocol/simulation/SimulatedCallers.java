package io.messageservice.protocol.simulation;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.in.group.CreateConversation.Created;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.conversation.ClientConversationId;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.CallerKind;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.group.GroupRequest;
import io.messageservice.protocol.simulation.group.GroupState;
import io.messageservice.protocol.simulation.personal.BlockReply;
import io.messageservice.protocol.simulation.personal.BlockStates.Question;
import io.messageservice.protocol.simulation.personal.PersonalRequest;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Block;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Origin;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Place;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import io.messageservice.protocol.simulation.schedule.Strand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Users and a service who ask without a connection, each request at any node: they create, add,
 * remove, send and look. What they are answered is compared with the model.
 */
final class SimulatedCallers {

  /** The service, which is no user. */
  static final String SERVICE = "bot";

  private static final int NAMES = 3;

  private final Scheduler scheduler;
  private final Model model;
  private final Journal journal;
  private final List<String> users;
  private final List<String> conversations;

  private final Simulation.Kind run;

  /** The ids that were answered, in that order. */
  private final List<String> made = new ArrayList<>();

  /** The id that was answered to each creator and name, and to each two. */
  private final Map<Object, String> ids = new HashMap<>();

  private final Set<String> created = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private int said;

  SimulatedCallers(
      Scheduler scheduler,
      Model model,
      Journal journal,
      List<String> users,
      List<String> conversations,
      Simulation.Kind run) {
    this.run = run;
    this.scheduler = scheduler;
    this.model = model;
    this.journal = journal;
    this.users = users;
    this.conversations = conversations;
  }

  /** Conversations that were created. */
  List<String> made() {
    return made;
  }

  /** Asks for something at that node, by chance. */
  void ask(SimulatedNode node) {
    if (!run.groups() || (run.personal() && scheduler.below(6) == 0)) {
      askOwn(node);
      return;
    }
    boolean service = scheduler.below(5) == 0;
    String user = service ? SERVICE : scheduler.oneOf(users);
    CallerKind kind = service ? CallerKind.SERVICE : CallerKind.USER;
    Call call = new Call(node, new Asker(new UserId(user), kind, node.anyShard()));
    if (run.changes() && !made.isEmpty() && scheduler.below(2) == 0) {
      call.change(GroupRequest.any(scheduler, user, anywhere(), users));
      return;
    }
    int choice = scheduler.below(10);
    if (made.isEmpty() || choice < 2) {
      call.create();
    } else if (choice < 5) {
      call.change(new GroupRequest.Add(user, anywhere(), scheduler.oneOf(users)));
    } else if (choice < 7) {
      String conversation = anywhere();
      String whom = scheduler.below(3) == 0 ? user : scheduler.oneOf(users);
      call.change(new GroupRequest.Remove(user, conversation, whom));
    } else if (choice < 9) {
      call.send(anywhere());
    } else {
      call.get(anywhere());
    }
  }

  /** Asks for something of a user's own, by chance. */
  private void askOwn(SimulatedNode node) {
    String user = scheduler.oneOf(users);
    String conversation = made.isEmpty() ? scheduler.oneOf(conversations) : anywhere();
    PersonalRequest request =
        PersonalRequest.any(
            scheduler,
            new Origin(user, "elsewhere"),
            new Place(conversation, model.talk(conversation).head()),
            users);
    ask(node, request);
  }

  private void ask(SimulatedNode node, PersonalRequest request) {
    Call call =
        new Call(node, new Asker(new UserId(request.by()), CallerKind.USER, node.anyShard()));
    if (request instanceof Block block) {
      call.block(block);
    } else {
      call.own(request);
    }
  }

  /**
   * Asks again for each block that is not answered.
   *
   * @return whether there was something
   */
  boolean settle(List<SimulatedNode> open) {
    List<Block> unsettled = model.personal().blocks().unsettled();
    if (!open.isEmpty()) {
      unsettled.forEach(block -> ask(scheduler.oneOf(open), block));
    }
    return !unsettled.isEmpty();
  }

  private String anywhere() {
    return scheduler.below(6) == 0 ? scheduler.oneOf(conversations) : scheduler.oneOf(made);
  }

  /** Everything has come to rest. */
  void rests() {
    for (String content : refused) {
      journal.require(!model.isStored(content), () -> content + " was refused and is stored");
    }
  }

  /** Somebody without a connection. */
  record Asker(UserId user, CallerKind kind, EventLoop loop) implements Caller {
    @Override
    public DisplayName name() {
      return new DisplayName(user.value());
    }
  }

  /** One request of somebody at one node. */
  private final class Call {
    private final SimulatedNode node;
    private final Asker asker;
    private final String user;
    private final long tick = model.tick();

    Call(SimulatedNode node, Asker asker) {
      this.node = node;
      this.asker = asker;
      this.user = asker.user().value();
    }

    private boolean isService() {
      return asker.kind() == CallerKind.SERVICE;
    }

    void create() {
      Kind kind = scheduler.below(3) == 0 ? Kind.DIRECT : Kind.GROUP;
      Set<String> all = new TreeSet<>();
      if (kind == Kind.GROUP) {
        users.stream().filter(other -> scheduler.below(2) == 0).forEach(all::add);
      } else {
        all.add(scheduler.oneOf(users));
      }
      String creator = isService() ? scheduler.oneOf(users) : user;
      all.add(creator);
      if (kind == Kind.DIRECT && all.size() != 2) {
        return;
      }
      Optional<ClientConversationId> name =
          kind == Kind.GROUP && scheduler.below(2) == 0
              ? Optional.of(new ClientConversationId("n" + scheduler.below(NAMES)))
              : Optional.empty();
      model.requests(new GroupRequest.Create(creator, kind, all, isService()));
      CreateConversation.Request request =
          new CreateConversation.Request(
              kind,
              all.stream().map(UserId::new).collect(Collectors.toSet()),
              isService() ? Optional.of(new UserId(creator)) : Optional.empty(),
              name,
              Optional.empty(),
              ConversationData.NONE);
      run(
          "creates " + kind + " of " + all + " as " + creator + name,
          (useCases, what) ->
              useCases
                  .createConversation()
                  .create(
                      asker,
                      request,
                      new Answer<>(
                          what,
                          answer ->
                              created(
                                  answer,
                                  kind == Kind.DIRECT ? all : List.of(creator, name),
                                  kind == Kind.DIRECT || name.isPresent()),
                          code ->
                              code == Refusal.Code.FORBIDDEN
                                  && (name.isPresent()
                                      || (!isService()
                                          && model.personal().mayRefuse(user, kind, all, tick))))));
    }

    /** Asks for something of the user's own. */
    void own(PersonalRequest request) {
      model.personal().asks(request);
      run(
          "asks for " + request,
          (useCases, what) ->
              request.ask(
                  useCases,
                  asker,
                  new Answer<>(
                      what,
                      answer -> model.personal().answers().done(request, answer, tick),
                      code ->
                          code == Refusal.Code.FORBIDDEN
                              && !request.conversation().isEmpty()
                              && !model.talk(request.conversation()).hadAlwaysSince(user, tick))));
    }

    /** Asks for a block, or for its end, until that is answered. */
    void block(Block block) {
      Question question = model.personal().begins(block);
      run(
          "asks for " + block,
          (useCases, what) ->
              block.ask(
                  useCases,
                  asker,
                  new BlockReply(
                      question,
                      model.personal(),
                      new Answer<>(what, answer -> {}, code -> false))));
    }

    private void created(Created answer, Object of, boolean same) {
      String id = answer.conversation().listed().conversation().id().value();
      boolean chosen = conversations.contains(id);
      if (!chosen && !made.contains(id)) {
        made.add(id);
      }
      if (same && !chosen) {
        String before = ids.putIfAbsent(of, id);
        journal.require(
            before == null || before.equals(id), () -> "two conversations for " + of + ": " + id);
      }
      journal.require(answer.existed() || created.add(id), () -> id + " was created twice");
      journal.require(
          !(of instanceof Set<?> two) || model.talk(id).participants().equals(two),
          () -> id + " is not the direct conversation of " + of);
      journal.require(
          !chosen || (of instanceof Set<?> && answer.existed()), () -> id + " was not created");
    }

    void change(GroupRequest.Change change) {
      model.requests(change);
      run(
          "asks for " + change,
          (useCases, what) ->
              change.ask(
                  useCases,
                  asker,
                  new Answer<>(
                      what,
                      changed ->
                          journal.require(
                              stood(change.conversation(), changed),
                              () -> what + ", and is shown what never was: " + changed),
                      code -> model.mayRefuse(change, code, tick))));
    }

    private boolean stood(String conversation, ChangedConversation changed) {
      return changed
          .conversation()
          .map(GroupState::of)
          .map(shown -> model.talk(conversation).stoodSince(tick, shown))
          .orElse(true);
    }

    void send(String conversation) {
      String content = "q" + said++ + " of " + user;
      model.asks(user, new Request.Send(conversation, content, null, null));
      SendMessage.Request request =
          new SendMessage.Request(
              new ConversationId(conversation),
              MessageContent.of(content),
              Optional.empty(),
              Optional.empty());
      run(
          "sends " + content + " to " + conversation,
          (useCases, what) ->
              useCases
                  .sendMessage()
                  .send(
                      asker,
                      request,
                      new Answer<>(
                          what,
                          sent ->
                              journal.require(
                                  model.isStored(content),
                                  () -> content + " is answered and not stored"),
                          code -> {
                            refused.add(content);
                            return code == Refusal.Code.FORBIDDEN
                                && !isService()
                                && model
                                    .talk(conversation)
                                    .wasSince(tick, then -> !then.mayWrite(asker.user()));
                          })));
    }

    void get(String conversation) {
      run(
          "gets " + conversation,
          (useCases, what) ->
              useCases
                  .getConversation()
                  .get(
                      asker,
                      new ConversationId(conversation),
                      new Answer<>(
                          what,
                          view -> viewed(conversation, view),
                          code ->
                              isService()
                                  ? code == Refusal.Code.NOT_FOUND
                                  : code == Refusal.Code.FORBIDDEN
                                      && !model.talk(conversation).hadAlwaysSince(user, tick))));
    }

    private void viewed(String conversation, ConversationView view) {
      Talk talk = model.talk(conversation);
      Listed listed = view.listed();
      journal.require(
          isService() || talk.hadSince(user, tick), () -> user + " sees " + conversation);
      journal.require(
          talk.own().wasSince(user, tick, then -> then.readUpTo() == listed.readUpTo()),
          () -> user + " has not read that: " + listed);
      Optional<String> viewer = isService() ? Optional.empty() : Optional.of(user);
      model.personal().answers().requireReaders(conversation, view.readers(), viewer, tick);
      long head = listed.conversation().head();
      journal.require(
          head <= talk.head()
              && listed.lastMessage().map(last -> last.seq() == head).orElse(head == 0),
          () -> user + " sees what never was: " + listed);
    }

    private void run(String what, BiConsumer<UseCases, String> command) {
      String all = user + " " + what;
      journal.note(() -> all + " at " + node.name());
      Line line = node.line("request", new Strand());
      line.execute(() -> command.accept(node.useCases(), all));
      line.end();
    }
  }

  /** What may be done with an answer. */
  private interface Good<R> {
    void take(R result);
  }

  /** Whether a refusal is right. */
  private interface Right {
    boolean is(Refusal.Code code);
  }

  private final class Answer<R> implements Reply<R> {
    private final String what;
    private final Good<R> good;
    private final Right right;
    private boolean answered;

    Answer(String what, Good<R> good, Right right) {
      this.what = what;
      this.good = good;
      this.right = right;
    }

    @Override
    public void done(R result) {
      once("done");
      good.take(result);
    }

    @Override
    public void refused(Refusal refusal) {
      once(refusal.code().toString());
      if (!refusal.leavesInDoubt() && refusal.code() != Refusal.Code.OVERLOADED) {
        journal.require(right.is(refusal.code()), () -> what + ", and is told " + refusal.code());
      }
    }

    private void once(String answer) {
      journal.note(() -> what + ": " + answer);
      journal.require(!answered, () -> what + ": answered twice");
      answered = true;
    }
  }
}
