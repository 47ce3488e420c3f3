package io.messageservice.bootstrap;

import io.messageservice.adapter.webhook.BeforeSendAdapter;
import io.messageservice.adapter.webhook.BeforeSendConfig;
import io.messageservice.adapter.webhook.BeforeSendEvents;
import io.messageservice.application.port.out.BeforeSend;
import io.messageservice.bootstrap.config.HookSettings;
import io.messageservice.bootstrap.config.HookSettings.Failure;
import io.messageservice.bootstrap.config.Settings;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Wires {@code adapter-webhook}. */
final class HookModule {

  private HookModule() {}

  /** The hook before a message is stored; empty where there is none. */
  static Optional<BeforeSend> beforeSend(
      Settings settings, Threads threads, BeforeSendEvents events) {
    return settings
        .hooks()
        .beforeSend()
        .map(hook -> new BeforeSendAdapter(config(settings, hook), environment(threads, events)));
  }

  private static BeforeSendConfig config(Settings settings, HookSettings.BeforeSend hook) {
    return new BeforeSendConfig(
        hook.url(),
        hook.secret(),
        hook.timeout(),
        hook.failure() == Failure.ACCEPT,
        settings.hooks().privateAddresses(),
        ProtocolModule.limits(settings));
  }

  private static BeforeSendAdapter.Environment environment(
      Threads threads, BeforeSendEvents events) {
    return new BeforeSendAdapter.Environment(
        threads.hooks,
        threads::after,
        () -> "msg_" + UUID.randomUUID(),
        InstantSource.system(),
        System::nanoTime,
        events);
  }
}
