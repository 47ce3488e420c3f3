package io.messageservice.adapter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.ListConversations.Page;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.group.CreateConversation.Created;
import io.messageservice.application.port.in.group.FetchParticipants.Participant;
import io.messageservice.application.port.in.group.FetchParticipants.ParticipantPage;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.in.message.SendMessage.Sent;
import io.messageservice.application.port.in.personal.ListBlocked.BlockedPage;
import io.messageservice.application.port.in.personal.MarkConversationAsRead.Marked;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Tracing;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.session.UserRates;
import io.messageservice.transport.AddressLimits;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The API on a server of its own, with use cases that say what they were asked. A token is a user's
 * id; that of a service begins with {@code service-}.
 */
final class ApiServer implements AutoCloseable, HttpApiEvents, Tracing {

  static final int MAX_BODY_BYTES = 4_096;

  private static final UserId ALICE = new UserId("alice");

  /** For whom only the routes matter. */
  static final HttpApiUses NO_USES =
      new HttpApiUses(
          (caller, request, reply) -> {},
          (caller, id, reply) -> {},
          (caller, id, change, reply) -> {},
          (caller, request, reply) -> {},
          (caller, id, users, reply) -> {},
          (caller, request, reply) -> {},
          (caller, id, user, reply) -> {},
          (caller, request, reply) -> {},
          (caller, request, reply) -> {},
          (caller, message, reply) -> {},
          (caller, request, reply) -> {},
          (caller, request, reply) -> {},
          (caller, request, reply) -> {},
          (caller, request, reply) -> {},
          (caller, request, reply) -> {},
          (caller, request, reply) -> {},
          (caller, id, change, reply) -> {},
          (caller, other, holds, reply) -> {},
          (caller, request, reply) -> {},
          (caller, users, reply) -> {},
          PolledPages.NONE);

  /** What use cases were asked, and by whom. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<String> happened = new CopyOnWriteArrayList<>();

  /** With what status requests ended. */
  final List<OptionalInt> ended = new CopyOnWriteArrayList<>();

  final List<String> traced = new CopyOnWriteArrayList<>();

  /** What use cases refuse with; empty where they do what they are asked. */
  volatile Optional<Refusal> refusal = Optional.empty();

  volatile boolean broken;

  volatile boolean hasBrokenClock;

  private final HttpApiAdapter adapter;
  private final Undertow server;

  ApiServer(Optional<Rate> commands, Optional<Rate> refusals) {
    this.adapter =
        new HttpApiAdapter(
            new HttpApiConfig(Set.of("https://app.example"), limits(commands), MAX_BODY_BYTES),
            new HttpAdmission(
                this::judgeUser,
                Optional.of(ApiServer::judgeService),
                new AddressLimits(refusals, () -> 0),
                new UserRates(),
                List.of(new OnlyLoop()),
                this::nanoTime),
            uses(),
            this,
            this);
    this.server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1", adapter.handler())
            .setIoThreads(1)
            .setWorkerThreads(1)
            .build();
    server.start();
  }

  private static Limits limits(Optional<Rate> commands) {
    Limits all = Limits.DEFAULT;
    return new Limits(
        all.maxContentLength(),
        all.maxAttachments(),
        all.maxMetadataBytes(),
        all.maxDepth(),
        all.maxServerFrameBytes(),
        commands);
  }

  private long nanoTime() {
    if (hasBrokenClock) {
      throw new IllegalStateException("broken");
    }
    return 0;
  }

  /** The verdict about the token {@code slow} comes later and on another thread. */
  private void judgeUser(Credential credential, Consumer<Verdict> verdict) {
    if (credential.token().equals("slow")) {
      server.getWorker().execute(() -> verdict.accept(known("slow")));
      return;
    }
    verdict.accept(
        switch (credential.token()) {
          case "" -> new Verdict.Refused(Reason.MISSING);
          case "expired" -> new Verdict.Refused(Reason.EXPIRED);
          case "later" -> Verdict.Refused.until(Duration.ofMillis(2_001));
          case "bad", "service-alice" -> new Verdict.Refused(Reason.INVALID);
          default -> known(credential.token());
        });
  }

  private static void judgeService(Credential credential, Consumer<Verdict> verdict) {
    verdict.accept(
        credential.token().startsWith("service-")
            ? known(credential.token())
            : new Verdict.Refused(Reason.INVALID));
  }

  private static Verdict known(String id) {
    return new Verdict.Known(new Identity(new UserId(id), new DisplayName(id), Optional.empty()));
  }

  private HttpApiUses uses() {
    return new HttpApiUses(
        (caller, request, reply) ->
            answer(caller, request, reply, created(request.key().isEmpty())),
        (caller, id, reply) -> answer(caller, id, reply, view()),
        (caller, id, change, reply) -> answer(caller, id + " " + change, reply, changed(true)),
        (caller, request, reply) -> answer(caller, request, reply, participants()),
        (caller, id, users, reply) ->
            answer(caller, "add " + id + " " + users, reply, changed(true)),
        (caller, request, reply) -> answer(caller, request, reply, changed(true)),
        (caller, id, user, reply) ->
            answer(caller, "remove " + id + " " + user, reply, changed(false)),
        this::send,
        (caller, request, reply) ->
            answer(
                caller,
                request.message() + " " + request.edit(),
                reply,
                ChangedMessages.edited(request)),
        (caller, message, reply) ->
            answer(caller, "delete " + message, reply, ChangedMessages.deleted(message)),
        (caller, request, reply) ->
            answer(caller, request, reply, ChangedMessages.reacted(caller, request)),
        (caller, request, reply) -> answer(caller, request, reply, ChangedMessages.reactions()),
        (caller, request, reply) ->
            answer(caller, request, reply, ChangedMessages.fetched(request)),
        (caller, request, reply) ->
            answer(
                caller,
                request,
                reply,
                new Page(
                    new Listing(List.of(), Optional.empty(), request.since().isPresent()),
                    new ListingPoint("e 7"),
                    request.since())),
        (caller, request, reply) ->
            answer(caller, request, reply, new Marked(request.conversation(), 3)),
        (caller, request, reply) ->
            answer(
                caller,
                request,
                reply,
                new DeliveredMark(request.conversation(), caller.user(), request.upToSeq())),
        (caller, id, change, reply) ->
            answer(
                caller,
                id + " " + change,
                reply,
                new OwnPreferences(id, caller.user(), Preferences.NONE.changed(change, 3))),
        (caller, other, holds, reply) ->
            answer(
                caller,
                (holds ? "block " : "unblock ") + other,
                reply,
                new BlockChange(caller.user(), other, holds)),
        (caller, request, reply) ->
            answer(
                caller,
                request,
                reply,
                new BlockedPage(List.of(ALICE, new UserId("bob")), request.after().isEmpty())),
        (caller, users, reply) ->
            answer(
                caller,
                users,
                reply,
                users.stream().map(user -> new Status(user, true, Optional.empty())).toList()),
        new PolledPages(this));
  }

  private void send(Caller caller, SendMessage.Request request, Reply<Sent> reply) {
    Message message =
        new Message(
            new MessageId("m1"),
            request.conversation(),
            1,
            caller.user(),
            request.content(),
            Instant.EPOCH,
            request.key());
    boolean again = request.content().text().equals("again");
    answer(
        caller,
        request,
        reply,
        new Sent(message, again, new OutgoingEvent(new MessageStored(message))));
  }

  private static Created created(boolean isNew) {
    return new Created(view(), !isNew);
  }

  private static ConversationView view() {
    return new ConversationView(
        new Listed(group(), Optional.empty(), 0, Unread.NONE, Preferences.NONE),
        List.of(new Reader(ALICE, 7, 8)));
  }

  private static Conversation group() {
    ConversationId id = new ConversationId("g/1 ü");
    return Conversation.begin(id, Kind.GROUP, Participants.of(List.of(ALICE)));
  }

  private static ChangedConversation changed(boolean isChange) {
    return new ChangedConversation(Optional.of(group()), isChange);
  }

  private static ParticipantPage participants() {
    return new ParticipantPage(List.of(new Participant(Role.OWNER, new Reader(ALICE, 7, 8))), true);
  }

  <R> void answer(Caller caller, Object request, Reply<R> reply, R result) {
    asked.add(caller.user().value() + " " + caller.kind() + ": " + request);
    traced.add("asked " + reply.trace().traceparent().orElseThrow());
    if (broken) {
      throw new IllegalStateException("broken");
    }
    caller
        .loop()
        .execute(
            () ->
                refusal.ifPresentOrElse(reply::refused, () -> reply.prepare(result).send().run()));
  }

  void stopTaking() {
    adapter.stop();
  }

  @Override
  public RequestTrace request(Request request) {
    traced.add(
        String.join(" ", request.method(), request.route(), request.scheme())
            + " of "
            + request.traceparent());
    return new RequestTrace() {
      @Override
      public void ended(OptionalInt status) {
        traced.add("ended " + (status.isPresent() ? status.getAsInt() : "unanswered"));
      }

      @Override
      public Optional<String> traceparent() {
        return Optional.of("of this request");
      }
    };
  }

  @Override
  public void ended(OptionalInt status) {
    ended.add(status);
  }

  @Override
  public void requestRefused(int status) {
    happened.add("refused " + status);
  }

  @Override
  public void fault(Throwable cause) {
    happened.add("fault " + cause.getMessage());
  }

  /** Sends the head and the body, and reads until the server ends the connection. */
  String send(String head, String body) throws IOException {
    try (Socket socket = open()) {
      write(socket, head + "\r\nHost: h\r\nConnection: close\r\n\r\n" + body);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  Socket open() throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(Patience.MILLIS);
    return socket;
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class OnlyLoop implements EventLoop {
    @Override
    public int index() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {
      server.getWorker().getIoThread(0).execute(task);
    }
  }
}
