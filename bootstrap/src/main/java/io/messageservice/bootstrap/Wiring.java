package io.messageservice.bootstrap;

import io.messageservice.adapter.websocket.WebSocketConfig;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.usecase.Policy;
import io.messageservice.application.usecase.PresenceAudience;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.limit.Rate;
import io.messageservice.protocol.Limits;
import java.util.Optional;
import java.util.Set;

/** What each part is told of the settings. */
final class Wiring {

  private Wiring() {}

  static Policy policy(Settings settings) {
    Settings.Conversations conversations = settings.conversations();
    return new Policy(
        new Access(
            conversations.access() == Settings.Access.OPEN
                ? AccessPolicy.OPEN
                : AccessPolicy.MEMBERS,
            settings.limits().maxParticipants()),
        conversations.presenceAudience() == Settings.PresenceAudience.EVERYONE
            ? PresenceAudience.EVERYONE
            : PresenceAudience.CONTACTS,
        conversations.presenceGrace(),
        settings.limits().maxRoomsPerConnection(),
        settings.connections().maxPerUser(),
        rate(settings.rates().newConversations()),
        Lane.DEFAULT_CAPACITY);
  }

  static Limits limits(Settings settings) {
    Settings.Limits limits = settings.limits();
    return new Limits(
        limits.maxContentLength(),
        limits.maxAttachments(),
        limits.maxMetadataBytes(),
        limits.maxJsonDepth(),
        rate(settings.rates().commands()));
  }

  static WebSocketConfig transport(Settings settings) {
    Settings.Connections connections = settings.connections();
    return new WebSocketConfig(
        Set.copyOf(settings.listeners().corsOrigins()),
        settings.tokens().inQuery(),
        settings.tokens().onExpiry() == Settings.TokenExpiry.CLOSE,
        connections.heartbeatInterval(),
        settings.limits().maxFrameBytes(),
        connections.maxOutboundBytes() / 4,
        connections.maxOutboundBytes(),
        Math.max(
            connections.maxOutboundBytes(),
            connections.maxOutboundBytesInAll().orElseGet(Wiring::shareOfHeap)),
        connections.maxOutboundWait(),
        connections.messageTime(),
        connections.maxInAll().orElseGet(Descriptors::connections),
        connections.maxPerAddress(),
        rate(settings.rates().refusedHandshakes()),
        connections.writeCoalescing());
  }

  private static long shareOfHeap() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  private static Optional<Rate> rate(io.messageservice.bootstrap.config.Rate rate) {
    return rate.isOff()
        ? Optional.empty()
        : Optional.of(new Rate(rate.count(), rate.per().toNanos(), rate.burst()));
  }
}
