package io.messageservice.protocol.simulation;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that outlives its nodes, fails by chance, and tells the model what it stores. */
final class SimulatedStore {

  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Model model;
  private final InMemoryStore store;

  /** Whether what other nodes store may come between the commands of a batch. */
  private final boolean parted;

  /** By a chance of its own, in which order something comes that has none. */
  private final Random order;

  private final boolean inAnyOrder;

  private boolean hidesBlocks;

  /**
   * Nothing is stored.
   *
   * @param inAnyOrder whether what is read and has no order comes in one that the seed decides
   */
  SimulatedStore(long seed, Scheduler scheduler, Chaos chaos, Model model, boolean inAnyOrder) {
    this.order = new Random(seed);
    this.inAnyOrder = inAnyOrder;
    this.scheduler = scheduler;
    this.chaos = chaos;
    this.model = model;
    this.store = new InMemoryStore(new SplittableRandom(seed));
    this.parted = scheduler.below(2) == 0;
  }

  /** What is stored, without faults. */
  ReadSide history() {
    return store.history();
  }

  /** Whether somebody could not read who is blocked, since it was asked last. */
  boolean takeHidesBlocks() {
    boolean hid = hidesBlocks;
    hidesBlocks = false;
    return hid;
  }

  /** The ids of conversations that are created. */
  ConversationIds conversationIds() {
    return store.conversationIds();
  }

  /** The write side as one lane of a node has it. */
  Ledger ledgerOf(SimulatedNode node) {
    Ledger own = store.ledgerOf(node.name());
    return batch -> commit(node, own, batch);
  }

  private List<Ledger.Outcome> commit(
      SimulatedNode node, Ledger own, List<? extends Ledger.Decider<?>> batch) {
    return write(
        node,
        () -> {
          List<Ledger.Outcome> outcomes = new ArrayList<>();
          if (parted) {
            for (Ledger.Decider<?> decider : batch) {
              outcomes.addAll(write(own, List.of(decider)));
              scheduler.interrupt();
            }
          } else {
            outcomes.addAll(write(own, batch));
          }
          return outcomes;
        });
  }

  /** Writes as that node, which may die of it, or fails before or after that. */
  <T> T write(SimulatedNode node, Supplier<T> what) {
    scheduler.interrupt();
    mayDie(node);
    if (!node.isAlive() || chaos.writeFails()) {
      throw new StoreUnavailable("nothing is written", new InjectedFault());
    }
    T written = what.get();
    mayDie(node);
    scheduler.interrupt();
    if (!node.isAlive() || chaos.writeIsUnknown()) {
      throw new StoreUnavailable("everything is written", new InjectedFault());
    }
    return written;
  }

  /** The node dies here, by chance. */
  void mayDie(SimulatedNode node) {
    if (chaos.crashes()) {
      node.crash();
    }
  }

  private List<Ledger.Outcome> write(Ledger own, List<? extends Ledger.Decider<?>> commands) {
    List<Watched> watched = new ArrayList<>();
    commands.forEach(decider -> watched.add(new Watched(decider)));
    List<Ledger.Outcome> outcomes = own.commit(watched);
    for (int i = 0; i < watched.size(); i++) {
      watched.get(i).settled(outcomes.get(i));
    }
    return outcomes;
  }

  /** The read side as one node has it; what is asked at the start does not fail. */
  ReadSide historyOf(SimulatedNode node) {
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(),
            new Class<?>[] {ReadSide.class},
            (proxy, method, arguments) ->
                method.getParameterCount() == 0
                    ? method.invoke(store.history())
                    : read(node, method, arguments));
  }

  private @Nullable Object read(SimulatedNode node, Method method, Object @Nullable [] arguments)
      throws Throwable {
    scheduler.interrupt();
    if (!node.isAlive() || chaos.readFails()) {
      hidesBlocks |= method.getName().equals("blockedWith");
      throw new StoreUnavailable("not to be read", new InjectedFault());
    }
    if (arguments != null && readsMessages(method) && isUnreadable(arguments)) {
      throw new InjectedFault();
    }
    try {
      Object found = method.invoke(store.history(), arguments);
      scheduler.interrupt();
      return inAnyOrder ? inAnyOrder(found) : found;
    } catch (InvocationTargetException fault) {
      throw fault.getCause();
    }
  }

  private @Nullable Object inAnyOrder(@Nullable Object found) {
    if (found instanceof ChangeLog.Heads heads) {
      return new ChangeLog.Heads(
          heads.mark(), shuffled(heads.changed()), shuffled(heads.accessChanged()));
    }
    return found instanceof Set<?> set ? new LinkedHashSet<>(shuffled(set)) : found;
  }

  private <T> List<T> shuffled(Collection<T> all) {
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, order);
    return shuffled;
  }

  private static boolean readsMessages(Method method) {
    return method.getReturnType() == History.Page.class
        || method.getReturnType() == History.Missed.class;
  }

  private boolean isUnreadable(Object[] arguments) {
    return arguments[0] instanceof ConversationId conversation && chaos.isUnreadable(conversation);
  }

  /** A decider under watch. */
  private final class Watched implements Ledger.Decider<Object> {
    private final Ledger.Decider<?> decider;
    private @Nullable Decision<?> decision;

    Watched(Ledger.Decider<?> decider) {
      this.decider = decider;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Decision<Object> decide(Ledger.Records records) {
      if (chaos.commandBreaks()) {
        throw new InjectedFault();
      }
      if (chaos.decidesTwice()) {
        decider.decide(records);
      }
      Decision<?> decided = decider.decide(records);
      decision = decided;
      return (Decision<Object>) decided;
    }

    void settled(Ledger.Outcome outcome) {
      if (outcome instanceof Ledger.Outcome.Done done
          && decision instanceof Decision.Accepted<?> accepted) {
        model.stored(accepted, done.message().orElse(null));
      } else if (outcome instanceof Ledger.Outcome.Done
          && decision instanceof Decision.BlockChanged<?> blocking) {
        model.stored(blocking.change());
      }
    }
  }

  /** A fault on purpose. */
  static final class InjectedFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InjectedFault() {
      super("on purpose", null, false, false);
    }
  }
}
