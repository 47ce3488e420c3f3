package io.messageservice.bootstrap;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.out.BeforeSend;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.bootstrap.config.ConversationSettings;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.metrics.ServiceMeters;
import io.messageservice.bootstrap.recording.LaneRecorder;
import io.messageservice.bootstrap.tracing.NodeTracing;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.message.ChangeRules;
import io.messageservice.protocol.json.JsonValues;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Wires {@code application}. */
final class ApplicationModule {

  /** Of the heap, for clients. */
  private static final int CLIENT_SHARE = 4;

  /** Of the memory for clients, for commands that wait to be stored. */
  private static final int LANE_SHARE = 8;

  private static final int BYTES_OF_COMMAND = 4 << 10;

  private ApplicationModule() {}

  /** What may be held for all clients. */
  static MemoryBudget clientMemory(Settings settings) {
    long share = Runtime.getRuntime().maxMemory() / CLIENT_SHARE;
    return new MemoryBudget(settings.connections().clientMemoryBytes().orElse(share));
  }

  /**
   * What is chosen by the settings, each by itself.
   *
   * @param clock for times that people see
   */
  record Chosen(
      Store store,
      Cluster cluster,
      InstantSource clock,
      Identities identities,
      NodeTracing tracing,
      Optional<BeforeSend> hook) {}

  static UseCases useCases(
      Settings settings,
      Chosen chosen,
      List<? extends EventLoop> loops,
      Threads threads,
      MemoryBudget memory,
      ServiceMeters log) {
    Dependencies dependencies =
        new Dependencies(
            chosen.store().ledgers(),
            chosen.store().history(),
            chosen.store().changes(),
            chosen.store().ids(),
            new JsonValues(),
            loops,
            threads.lanes(chosen.store().ledgers().size()),
            threads.presence,
            threads.readers,
            threads::after,
            chosen.clock(),
            System::nanoTime,
            log,
            log,
            new GuardedDeliveryEvents(log, log),
            chosen.identities(),
            chosen.cluster(),
            memory,
            lane -> laneEvents(lane, settings.storage().kind(), log, chosen.tracing()),
            chosen.hook());
    return UseCases.in(dependencies, policy(settings, memory));
  }

  private static LaneEvents laneEvents(
      int lane, StoreKind store, ServiceMeters meters, NodeTracing tracing) {
    LaneEvents spans = tracing.lane(store);
    LaneRecorder recorder = new LaneRecorder(lane, store, meters.recordings());
    return new AllLaneEvents(
        spans == LaneEvents.NONE ? List.of(meters, recorder) : List.of(meters, recorder, spans),
        meters);
  }

  private static Policy policy(Settings settings, MemoryBudget memory) {
    ConversationSettings conversations = settings.conversations();
    return new Policy(
        new Access(conversations.access(), settings.limits().maxParticipants()),
        new ChangeRules(conversations.editWindow()),
        conversations.presenceAudience(),
        conversations.presenceGrace(),
        settings.limits().maxRoomsPerConnection(),
        settings.connections().maxPerUser(),
        settings.rates().newConversations(),
        laneCapacity(memory));
  }

  /** Commands that wait to be stored: at most an eighth of the memory for clients. */
  private static int laneCapacity(MemoryBudget memory) {
    long fit = memory.limitBytes() / LANE_SHARE / BYTES_OF_COMMAND;
    return (int) Math.min(Lane.DEFAULT_CAPACITY, fit);
  }
}
