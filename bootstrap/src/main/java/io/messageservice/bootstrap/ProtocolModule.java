package io.messageservice.bootstrap;

import io.messageservice.application.command.UseCases;
import io.messageservice.bootstrap.config.LimitSettings;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.session.ClientSessions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.LongSupplier;

/** Wires {@code protocol}. */
final class ProtocolModule {

  /** Of the id of a connection, which nobody can guess. */
  private static final int ID_BYTES = 15;

  private ProtocolModule() {}

  /**
   * @param nanoTime the clock of the transport
   */
  static ClientSessions sessions(
      Settings settings,
      UseCases useCases,
      SecureRandom random,
      LongSupplier nanoTime,
      ClientSessions.Observers observers) {
    return new ClientSessions(
        useCases,
        limits(settings),
        new ClientSessions.Greeting(
            () -> connectionId(random),
            settings.connections().heartbeatInterval(),
            settings.limits().maxFrameBytes()),
        nanoTime,
        observers);
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

  /** 120 random bits as 20 characters that may stand in a URL. */
  private static String connectionId(SecureRandom random) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
