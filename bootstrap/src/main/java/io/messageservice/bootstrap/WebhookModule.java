package io.messageservice.bootstrap;

import io.messageservice.adapter.webhook.WebhookAdapter;
import io.messageservice.adapter.webhook.WebhookConfig;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.metrics.MetricsRegistry;
import io.messageservice.bootstrap.metrics.WebhookMeters;
import io.messageservice.protocol.service.EventJson;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Wires what {@code adapter-webhook} sends, where it has a receiver. */
final class WebhookModule {

  private final Settings settings;
  private final Threads threads;
  private final MetricsRegistry metrics;

  WebhookModule(Settings settings, Threads threads, MetricsRegistry metrics) {
    this.settings = settings;
    this.threads = threads;
    this.metrics = metrics;
  }

  /**
   * Begins to send.
   *
   * @param clock of the times that events have
   */
  Optional<WebhookAdapter> begin(
      ReadEvents events, ReaderPositions positions, InstantSource clock) {
    WebhookMeters meters = new WebhookMeters(metrics, clock);
    return settings
        .webhooks()
        .receiver()
        .map(to -> to.config(settings.hooks().privateAddresses()))
        .map(
            config -> new WebhookAdapter(config, source(config, events, positions), around(meters)))
        .map(
            adapter -> {
              adapter.begin();
              return adapter;
            });
  }

  private static WebhookAdapter.Source source(
      WebhookConfig config, ReadEvents events, ReaderPositions positions) {
    return new WebhookAdapter.Source(
        events, positions, config.batches() ? EventJson::batched : EventJson::webhook);
  }

  private WebhookAdapter.Environment around(WebhookMeters meters) {
    return new WebhookAdapter.Environment(
        threads.webhooks,
        threads.webhookCalls,
        threads::after,
        InstantSource.system(),
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextDouble(),
        meters);
  }
}
