package io.messageservice.bootstrap;

import io.messageservice.adapter.http.HttpAdmission;
import io.messageservice.adapter.http.HttpApiAdapter;
import io.messageservice.adapter.http.HttpApiConfig;
import io.messageservice.adapter.http.HttpApiUses;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Tracing;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.logging.ServiceLog;
import io.messageservice.protocol.session.UserRates;
import io.messageservice.transport.SessionRegistry;
import java.util.Optional;
import java.util.Set;

/** Wires the API of {@code adapter-http}. */
final class HttpApiModule {

  private HttpApiModule() {}

  /**
   * Who may ask.
   *
   * @param rates those of the connections: a user has one rate, whatever way they come
   */
  static HttpAdmission admission(
      Identities users, Optional<Identities> services, SessionRegistry transport, UserRates rates) {
    return new HttpAdmission(
        users,
        services,
        transport.addresses(),
        rates,
        transport.loops(),
        transport.clocks().nanos());
  }

  static HttpApiAdapter api(
      Settings settings,
      HttpAdmission admission,
      UseCases useCases,
      ServiceLog log,
      Tracing tracing) {
    HttpApiConfig config =
        new HttpApiConfig(
            Set.copyOf(settings.listeners().corsOrigins()),
            ProtocolModule.limits(settings),
            settings.limits().maxFrameBytes());
    return new HttpApiAdapter(config, admission, uses(useCases), log, tracing);
  }

  private static HttpApiUses uses(UseCases useCases) {
    return new HttpApiUses(
        useCases.createConversation(),
        useCases.getConversation(),
        useCases.updateConversation(),
        useCases.fetchParticipants(),
        useCases.addParticipants(),
        useCases.setParticipant(),
        useCases.removeParticipant(),
        useCases.sendMessage(),
        useCases.editMessage(),
        useCases.deleteMessage(),
        useCases.reactToMessage(),
        useCases.fetchReactions(),
        useCases.fetchMessages(),
        useCases.listConversations(),
        useCases.markConversationAsRead(),
        useCases.markAsDelivered(),
        useCases.setPreferences(),
        useCases.blockUser(),
        useCases.listBlocked(),
        useCases.getPresence(),
        useCases.pollEvents());
  }
}
