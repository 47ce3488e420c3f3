package io.messageservice.application.command;

import io.messageservice.application.change.CanonicalContent;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.StoredEvent;
import io.messageservice.application.group.CreationLimit;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.personal.BlockedConversations;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.out.JsonEquality;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.BlockRules;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.SendPermission;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ChangeRules;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Sends a message: access, numbering and the look for a duplicate in one decision. */
final class SendMessageUseCase implements SendMessage {

  /** A message counts for one command more for each of these that it holds. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private final Partitions partitions;
  private final Access access;
  private final CreationLimit creations;
  private final BlockedConversations blocks;
  private final JsonEquality json;
  private final InstantSource clock;

  SendMessageUseCase(
      Partitions partitions,
      Access access,
      CreationLimit creations,
      BlockedConversations blocks,
      Dependencies around) {
    this.blocks = blocks;
    this.partitions = partitions;
    this.access = access;
    this.creations = creations;
    this.json = around.json();
    this.clock = around.clock();
  }

  @Override
  public void send(Caller caller, Request request, Reply<Sent> reply) {
    if (request.receiver().filter(caller.user()::equals).isPresent()) {
      reply.refused(Refusal.invalidPayload("receiverId: not yourself"));
      return;
    }
    Partition partition = partitions.of(request.conversation());
    if (!partition.offer(new Sending(caller, request, reply, partition))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What was decided.
   *
   * @param conversation as it stands after it
   * @param before as it stood before it; empty where it is new
   * @param duplicate the message that had been sent under the same key
   */
  record Judged(
      Conversation conversation, Optional<Conversation> before, Optional<Message> duplicate) {

    /** Whether an open conversation became a direct one. */
    boolean closed() {
      return conversation.kind() == Kind.DIRECT
          && before.filter(had -> had.kind() == Kind.OPEN).isPresent();
    }

    /** Who takes part since: in an open conversation or a group that exists, only the sender. */
    Set<UserId> joined(UserId sender) {
      boolean onlySender = before.isPresent() && conversation.kind() != Kind.DIRECT;
      if (!onlySender) {
        return conversation.joinedSince(before);
      }
      boolean joined = conversation.has(sender) && !before.get().has(sender);
      return joined ? Set.of(sender) : Set.of();
    }
  }

  private final class Sending implements LaneCommand<Judged> {
    private final Caller caller;
    private final Request request;
    private final Reply<Sent> reply;
    private final Partition partition;
    private final CreationLimit.CreationPermit leave;

    /** Only the lane's thread. */
    private boolean answered;

    Sending(Caller caller, Request request, Reply<Sent> reply, Partition partition) {
      this.caller = caller;
      this.request = request;
      this.reply = reply;
      this.partition = partition;
      this.leave = creations.permitFor(caller.actor());
    }

    @Override
    public int weight() {
      return 1 + request.content().sizeBytes() / BYTES_OF_WEIGHT;
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Judged> decide(Records records) {
      Optional<Conversation> found = records.conversation(request.conversation());
      Optional<FirstSent> before =
          request.key().flatMap(key -> records.sent(request.conversation(), caller.user(), key));
      if (before.isPresent() && found.isPresent()) {
        // not judged again: the sender may have been removed since
        return again(found.get(), before.get());
      }
      Admission admission = admit(found, user -> records.isBanned(id(), user, clock.instant()));
      if (admission instanceof Admission.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      Conversation admitted = ((Admission.Granted) admission).conversation();
      SendPermission voice = ((Admission.Granted) admission).voice();
      BlockRules rules = new BlockRules(records::blocks);
      Optional<Refusal> refusal =
          leave.refusal(found).or(() -> rules.refusal(found, admitted, caller.actor()));
      return refusal.isPresent()
          ? Decision.refused(refusal.get())
          : send(records, found, rules.begun(found, admitted, caller.actor()), voice);
    }

    private Admission admit(Optional<Conversation> found, Predicate<UserId> banned) {
      return request
          .receiver()
          .map(to -> access.speakTo(to, found, id(), caller.actor(), banned))
          .orElseGet(() -> access.speak(found, id(), caller.actor(), banned));
    }

    /** Answered with the message as it is now, whatever became of it. */
    private Decision<Judged> again(Conversation conversation, FirstSent before) {
      Message message = before.message();
      boolean isSame =
          before
              .isFirstContent()
              .map(first -> first.test(CanonicalContent.of(request.content(), json)))
              .orElseGet(() -> message.content().isSameAs(request.content(), json::isSame));
      return isSame
          ? Decision.unchanged(
              new Judged(conversation, Optional.of(conversation), Optional.of(message)))
          : Decision.refused(
              Refusal.invalidPayload("clientMessageId: used before for another message"));
    }

    private Decision<Judged> send(
        Records records,
        Optional<Conversation> found,
        Conversation admitted,
        SendPermission voice) {
      Optional<MessageId> repliedTo = request.about().replyTo();
      Optional<ReplyTo> replyTo = repliedTo.flatMap(id -> replyTo(records, id));
      if (repliedTo.isPresent() && replyTo.isEmpty()) {
        return Decision.refused(Refusal.NO_SUCH_MESSAGE);
      }
      MessageAttributes attributes = attributes(replyTo, admitted);
      Optional<Refusal> flaw = ChangeRules.flaw(admitted, attributes, caller.actor());
      if (flaw.isPresent()) {
        return Decision.refused(flaw.get());
      }
      Draft draft = new Draft(voice, request.content(), attributes, request.key());
      NewMessage message = NewMessage.in(admitted, draft, clock.instant());
      Conversation after = admitted.after(message.seq(), message.createdAt());
      return Decision.sent(new Judged(after, found, Optional.empty()), after, message);
    }

    private Optional<ReplyTo> replyTo(Records records, MessageId id) {
      return records
          .message(id)
          .filter(message -> message.conversation().equals(id()))
          .map(message -> new ReplyTo(id, message.seq()));
    }

    private MessageAttributes attributes(Optional<ReplyTo> replyTo, Conversation conversation) {
      SendMessage.About about = request.about();
      return about.equals(SendMessage.About.NOTHING)
          ? MessageAttributes.NONE
          : new MessageAttributes(about.type(), replyTo, about.mentions().only(conversation::has));
    }

    @Override
    public void done(Judged judged, Optional<Message> stored, Fanout fanout) {
      Message message = stored.or(judged::duplicate).orElseThrow();
      MessageStored event = new MessageStored(message);
      Sent sent =
          new Sent(message, stored.isEmpty(), new OutgoingEvent(event, reply.receivedNanos()));
      if (stored.isPresent()) {
        publish(judged.conversation(), event, judged.joined(caller.user()), fanout);
        deliver(judged, sent, fanout);
        blocks.stored(judged.before(), judged.conversation());
      } else {
        hint(judged.conversation(), event, fanout);
        answerInTurn(fanout, () -> reply.done(sent));
      }
    }

    /** A sender who retries may have got no answer because the node that stored it died. */
    private void hint(Conversation conversation, MessageStored event, Fanout fanout) {
      Message message = event.message();
      if (message.seq() == conversation.head() && !message.revision().isChanged()) {
        publish(conversation, event, Set.of(), fanout);
      }
    }

    private void publish(
        Conversation conversation, MessageStored event, Set<UserId> joined, Fanout fanout) {
      fanout.publish(
          () ->
              new Signal.OfMessage(
                  event, conversation.accessVersion(), joined, partition.feeds().epoch()));
    }

    private void deliver(Judged judged, Sent sent, Fanout fanout) {
      Conversation conversation = judged.conversation();
      if (judged.closed()) {
        partition.occupancy().clear(conversation.id());
        partition.feeds().removeOthers(conversation, Set.of(), fanout);
      }
      Set<UserId> participating = new HashSet<>(judged.joined(caller.user()));
      if (conversation.has(caller.user())) {
        participating.add(caller.user());
      }
      partition
          .feeds()
          .stored(
              new StoredEvent(
                  conversation,
                  judged.before(),
                  sent.event(),
                  caller instanceof Connection connection ? connection : null,
                  delivered -> answer(fanout, sent.deliveredAs(delivered)),
                  refusal ->
                      answer(
                          fanout,
                          state -> state.answer(caller, id(), () -> reply.refused(refusal)))),
              participating,
              fanout);
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      answerInTurn(fanout, () -> reply.refused(refusal));
    }

    private void answerInTurn(Fanout fanout, Runnable answer) {
      partition
          .feeds()
          .afterAnswers(id(), () -> answer(fanout, state -> state.answer(caller, id(), answer)));
    }

    private void answer(Fanout fanout, Sent sent) {
      Position at = new Position(sent.message().seq(), sent.message().rev());
      answer(fanout, state -> state.answer(caller, id(), at, () -> reply.done(sent)));
    }

    /** Answers once, also where something breaks after that. */
    private void answer(Fanout fanout, Consumer<EventLoopState> answer) {
      if (!answered) {
        answered = true;
        fanout.on(caller.loop(), answer);
      }
    }

    private ConversationId id() {
      return request.conversation();
    }
  }
}
