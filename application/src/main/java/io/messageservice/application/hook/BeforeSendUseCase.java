package io.messageservice.application.hook;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.out.BeforeSend;
import io.messageservice.application.port.out.BeforeSend.Answer;
import io.messageservice.application.port.out.BeforeSend.Answer.Accepted;
import io.messageservice.application.port.out.BeforeSend.Answer.Rejected;
import io.messageservice.application.port.out.BeforeSend.Question;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.CallerKind;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sends and edits messages of users once a service of the product has been asked; those of services
 * at once. What it rejects is answered by way of the lane, so that answers keep their order.
 */
public final class BeforeSendUseCase implements SendMessage, EditMessage {

  /** A message that is read before its edit is asked about. */
  private static final int READ_BYTES = 256 << 10;

  /** A message counts for one more for each of these that it holds, as in the lane. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private final BeforeSend hook;
  private final SendMessage sending;
  private final EditMessage editing;
  private final Partitions partitions;
  private final Environment around;
  private final AskedInOrder order;

  /**
   * What is read and reported.
   *
   * @param capacity the most messages that wait for an answer, large ones counted as several
   */
  public record Environment(History history, ClientReads reads, Faults faults, int capacity) {}

  /** Before these. */
  public BeforeSendUseCase(
      BeforeSend hook,
      SendMessage sending,
      EditMessage editing,
      Partitions partitions,
      Environment around) {
    this.hook = hook;
    this.sending = sending;
    this.editing = editing;
    this.partitions = partitions;
    this.around = around;
    this.order = new AskedInOrder(around.capacity());
  }

  /** How many messages wait for their answer. Any thread may call. */
  public int unfinished() {
    return order.unfinished();
  }

  @Override
  public void send(Caller caller, SendMessage.Request request, Reply<Sent> reply) {
    if (caller.kind() == CallerKind.SERVICE) {
      sending.send(caller, request, reply);
      return;
    }
    Partition partition = partitions.of(request.conversation());
    Waiting<Sent> waiting =
        new Waiting<>(caller, reply, partition, Optional.of(request.conversation()));
    take(
        waiting,
        request.content(),
        outcome ->
            ask(
                question(caller, request, reply.trace()),
                waiting,
                (change, then) -> sending.send(caller, changed(request, change), then),
                outcome));
  }

  private void take(
      Waiting<?> waiting, MessageContent content, Consumer<Consumer<Runnable>> question) {
    int weight = 1 + content.sizeBytes() / BYTES_OF_WEIGHT;
    if (!order.ask(waiting.caller(), weight, question)) {
      waiting.reply().refused(Refusal.OVERLOADED);
    }
  }

  @Override
  public void edit(Caller caller, EditMessage.Request request, Reply<ChangedMessage> reply) {
    if (caller.kind() == CallerKind.SERVICE || request.edit().isEmpty()) {
      editing.edit(caller, request, reply);
      return;
    }
    Partition partition = partitions.of(request.message());
    Waiting<ChangedMessage> unfound = new Waiting<>(caller, reply, partition, Optional.empty());
    take(
        unfound,
        request.edit().appliedTo(MessageContent.NONE),
        outcome ->
            around
                .reads()
                .read(
                    caller,
                    refusal -> outcome.accept(() -> unfound.refuse(refusal)),
                    READ_BYTES,
                    () -> {
                      Optional<Message> found = around.history().message(request.message());
                      return new Prepared(0, () -> askAbout(found, request, unfound, outcome));
                    }));
  }

  /** Nobody is asked about what is not theirs to edit: no time makes it so. */
  private void askAbout(
      Optional<Message> found,
      EditMessage.Request request,
      Waiting<ChangedMessage> unfound,
      Consumer<Runnable> outcome) {
    Caller caller = unfound.caller();
    Optional<Message> own =
        found.filter(one -> one.sender().equals(caller.user()) && !one.isDeleted());
    if (own.isEmpty()) {
      outcome.accept(() -> unfound.handOver(reply -> editing.edit(caller, request, reply)));
      return;
    }
    ask(
        question(own.get(), request.edit(), unfound.reply().trace()),
        unfound.in(own.get().conversation(), partitions),
        (change, then) -> editing.edit(caller, changed(request, change), then),
        outcome);
  }

  private <R> void ask(
      Question question,
      Waiting<R> waiting,
      BiConsumer<MessageEdit, Reply<R>> accepted,
      Consumer<Runnable> outcome) {
    Consumer<Answer> told = answer -> outcome.accept(() -> carryOut(answer, waiting, accepted));
    try {
      hook.ask(question, told);
    } catch (RuntimeException fault) {
      around.faults().broke("hook", fault);
      told.accept(new Rejected(Refusal.INTERNAL));
    }
  }

  private static <R> void carryOut(
      Answer answer, Waiting<R> waiting, BiConsumer<MessageEdit, Reply<R>> accepted) {
    if (answer instanceof Accepted yes) {
      waiting.handOver(reply -> accepted.accept(yes.change(), reply));
    } else {
      waiting.refuse(((Rejected) answer).refusal());
    }
  }

  private static Question question(Caller caller, SendMessage.Request request, Trace trace) {
    return new Question(
        request.conversation(),
        caller.user(),
        Optional.empty(),
        request.content(),
        request.about().type(),
        request.about().replyTo(),
        request.about().mentions(),
        request.key(),
        trace);
  }

  private static Question question(Message message, MessageEdit edit, Trace trace) {
    return new Question(
        message.conversation(),
        message.sender(),
        Optional.of(message.id()),
        edit.appliedTo(message.content()),
        message.attributes().type(),
        message.attributes().replyTo().map(ReplyTo::message),
        message.attributes().mentions(),
        message.key(),
        trace);
  }

  private static SendMessage.Request changed(SendMessage.Request request, MessageEdit change) {
    return change.isEmpty()
        ? request
        : new SendMessage.Request(
            request.conversation(),
            change.appliedTo(request.content()),
            request.about(),
            request.receiver(),
            request.key());
  }

  private static EditMessage.Request changed(EditMessage.Request request, MessageEdit change) {
    MessageEdit edit = request.edit();
    return new EditMessage.Request(
        request.message(),
        new MessageEdit(
            change.text().or(edit::text),
            edit.attachments(),
            change.metadata().or(edit::metadata),
            edit.ifRev()),
        request.fits());
  }

  /**
   * A command whose answer is awaited.
   *
   * @param partition where it is refused
   * @param conversation empty where it is not known
   */
  private record Waiting<R>(
      Caller caller, Reply<R> reply, Partition partition, Optional<ConversationId> conversation) {

    Waiting<R> in(ConversationId found, Partitions partitions) {
      return new Waiting<>(caller, reply, partitions.of(found), Optional.of(found));
    }

    /** In the order of the lane. */
    void refuse(Refusal refusal) {
      partition.lane().post(new Refusing(this, refusal));
    }

    void handOver(Consumer<Reply<R>> command) {
      Handing<R> handing = new Handing<>(this);
      command.accept(handing);
      handing.isDone = true;
    }
  }

  /** Where the answer goes: what is refused while it is handed over did not come to the lane. */
  private static final class Handing<R> implements Reply<R> {
    private final Waiting<R> waiting;
    private boolean isDone;

    Handing(Waiting<R> waiting) {
      this.waiting = waiting;
    }

    @Override
    public void done(R result) {
      waiting.reply().done(result);
    }

    @Override
    public void refused(Refusal refusal) {
      if (isDone) {
        waiting.reply().refused(refusal);
      } else {
        waiting.refuse(refusal);
      }
    }

    @Override
    public Trace trace() {
      return waiting.reply().trace();
    }

    @Override
    public long receivedNanos() {
      return waiting.reply().receivedNanos();
    }
  }

  /** Comes to the lane only to be refused behind what came before. */
  private record Refusing(Waiting<?> waiting, Refusal refusal) implements LaneCommand<Refusal> {
    @Override
    public Trace trace() {
      return waiting.reply().trace();
    }

    @Override
    public Decision<Refusal> decide(Records records) {
      return Decision.refused(refusal);
    }

    @Override
    public void done(Refusal never, Optional<Message> none, Fanout fanout) {
      throw new IllegalStateException("only refused");
    }

    /** Also where the store does not answer: it was not asked. */
    @Override
    public void refused(Refusal failed, Fanout fanout) {
      Runnable answer = () -> waiting.reply().refused(refusal);
      Caller caller = waiting.caller();
      if (waiting.conversation().isPresent()) {
        waiting.partition().answer(caller, waiting.conversation().get(), answer, fanout);
      } else {
        fanout.on(caller.loop(), state -> answer.run());
      }
    }
  }
}
