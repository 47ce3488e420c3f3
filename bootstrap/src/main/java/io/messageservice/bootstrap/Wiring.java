package io.messageservice.bootstrap;

import io.messageservice.adapter.websocket.WebSocketConfig;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.usecase.Policy;
import io.messageservice.bootstrap.config.ConnectionSettings;
import io.messageservice.bootstrap.config.ConversationSettings;
import io.messageservice.bootstrap.config.LimitSettings;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.TokenSettings.TokenExpiry;
import io.messageservice.domain.conversation.Access;
import io.messageservice.protocol.Limits;
import io.messageservice.transport.Clocks;
import io.messageservice.transport.TransportConfig;
import java.time.InstantSource;
import java.util.Set;

/** What each part is told of the settings. */
final class Wiring {

  /** Of the heap, for clients. */
  private static final int CLIENT_SHARE = 4;

  /** What an I/O thread needs for a few sockets that are not upgraded, at the least. */
  private static final long MIN_UNFINISHED_BYTES = 256 << 10;

  /** Of the memory for clients, for sockets that are not upgraded. */
  private static final int UNFINISHED_SHARE = 2;

  /** Of the memory for clients, for commands that wait to be stored. */
  private static final int LANE_SHARE = 8;

  private static final int BYTES_OF_COMMAND = 4 << 10;

  /** Connections to the management port. */
  private static final int MANAGERS = 32;

  /** More than so many sockets can hold. */
  private static final long MANAGEMENT_BYTES = 8 << 20;

  private Wiring() {}

  static Policy policy(Settings settings, MemoryBudget memory) {
    ConversationSettings conversations = settings.conversations();
    return new Policy(
        new Access(conversations.access(), settings.limits().maxParticipants()),
        conversations.presenceAudience(),
        conversations.presenceGrace(),
        settings.limits().maxRoomsPerConnection(),
        settings.connections().maxPerUser(),
        settings.rates().newConversations(),
        laneCapacity(memory));
  }

  static Limits limits(Settings settings) {
    LimitSettings limits = settings.limits();
    return new Limits(
        limits.maxContentLength(),
        limits.maxAttachments(),
        limits.maxMetadataBytes(),
        limits.maxJsonDepth(),
        limits.maxServerFrameBytes(),
        settings.rates().commands());
  }

  static WebSocketConfig webSockets(Settings settings) {
    return new WebSocketConfig(
        Set.copyOf(settings.listeners().corsOrigins()),
        settings.tokens().inQuery(),
        settings.limits().maxFrameBytes(),
        settings.rates().refusedHandshakes());
  }

  static TransportConfig transport(Settings settings) {
    ConnectionSettings connections = settings.connections();
    return new TransportConfig(
        settings.tokens().onExpiry() == TokenExpiry.CLOSE,
        connections.heartbeatInterval(),
        connections.maxOutboundBytes() / 4,
        connections.maxOutboundBytes(),
        connections.maxOutboundWait(),
        connections.messageTime(),
        connections.maxInAll().orElseGet(Descriptors::connections),
        connections.writeCoalescing());
  }

  /** The clocks of the machine. */
  static Clocks clocks(InstantSource wall) {
    long start = System.nanoTime();
    return new Clocks(() -> System.nanoTime() - start, wall);
  }

  /** What may be held for all clients. */
  static MemoryBudget clientMemory(Settings settings) {
    long share = Runtime.getRuntime().maxMemory() / CLIENT_SHARE;
    return new MemoryBudget(settings.connections().clientMemoryBytes().orElse(share));
  }

  static Sockets publicSockets(Settings settings, MemoryBudget memory, Sockets.Observer observer) {
    ConnectionSettings connections = settings.connections();
    long share = memory.limitBytes() / UNFINISHED_SHARE;
    long least = MIN_UNFINISHED_BYTES * Runtime.getRuntime().availableProcessors();
    return new Sockets(
        Descriptors.sockets().withPerAddress(connections.maxPerAddress()),
        memory,
        Math.max(least, connections.unfinishedRequestBytes().orElse(share)),
        observer);
  }

  /** Has limits of its own, so that it answers whatever happens on the public port. */
  static Sockets managementSockets() {
    return new Sockets(
        new SocketLimits(MANAGERS, 2 * MANAGERS),
        MemoryBudget.unlimited(),
        MANAGEMENT_BYTES,
        Sockets.Observer.NONE);
  }

  /** Commands that wait to be stored: at most an eighth of the memory for clients. */
  private static int laneCapacity(MemoryBudget memory) {
    long fit = memory.limitBytes() / LANE_SHARE / BYTES_OF_COMMAND;
    return (int) Math.min(Lane.DEFAULT_CAPACITY, fit);
  }
}
