package io.messageservice.bootstrap;

import io.messageservice.adapter.http.Readiness;
import io.messageservice.adapter.http.web.ConsoleHandler;
import io.messageservice.adapter.http.web.ConsoleHandler.Figures;
import io.messageservice.adapter.http.web.ConsoleHandler.Refused;
import io.messageservice.adapter.http.web.ConsoleHandler.Waiting;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.ShowLanes.LaneFigures;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.http.HttpModule;
import io.messageservice.bootstrap.logging.ServiceLog;
import io.messageservice.bootstrap.metrics.MetricsRegistry;
import io.messageservice.bootstrap.metrics.RefusalRecorder;
import io.messageservice.bootstrap.start.StopSignals;
import io.messageservice.bootstrap.top.ConsoleFigures;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.user.UserId;
import io.messageservice.transport.AddressLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wires the operator's console: what it shows of the node. Figures are made by one thread.
 *
 * @param refusals what was refused lately
 */
record ConsoleModule(
    Settings settings,
    Readiness readiness,
    Cluster cluster,
    MetricsRegistry metrics,
    RefusalRecorder refusals,
    MemoryBudget memory,
    UseCases useCases) {

  /** Five at once, then one in five seconds. */
  private static final Rate WRONG_PASSWORDS = new Rate(1, Duration.ofSeconds(5).toNanos(), 5);

  private static final int SLOWEST = 10;
  private static final int REFUSED = 30;

  ConsoleHandler handler(Threads threads, ServiceLog log) {
    return new ConsoleHandler(
        new ShownNode(this),
        new ConsoleHandler.Uses(useCases.showConnections(), useCases.closeConnections()),
        new ConsoleHandler.Environment(
            settings.listeners().consolePassword(),
            new AddressLimits(Optional.of(WRONG_PASSWORDS), System::nanoTime),
            threads.scraper,
            threads::after,
            InstantSource.system(),
            log,
            HttpModule::beginStream));
  }

  /** What is shown, with what it is compared with. */
  private static final class ShownNode implements ConsoleHandler.Node {
    private final ConsoleModule module;
    private final ConsoleFigures figures = new ConsoleFigures();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile List<LaneFigures> lanes = List.of();

    ShownNode(ConsoleModule module) {
      this.module = module;
    }

    @Override
    public Figures figures() {
      askLanes();
      Map<String, Map<String, Double>> numbers =
          new LinkedHashMap<>(
              figures.of(module.metrics.page("text/plain").text(), System.nanoTime()));
      addLanes(numbers);
      return new Figures(
          texts(),
          numbers,
          module.cluster.membership().nodes().stream().sorted().toList(),
          slowest(),
          refused());
    }

    /** A lane that waits for its store answers later, and meanwhile counts as it was. */
    private void askLanes() {
      if (asking.compareAndSet(false, true)) {
        module
            .useCases
            .showLanes()
            .show(
                all -> {
                  lanes = all;
                  asking.set(false);
                });
      }
    }

    private void addLanes(Map<String, Map<String, Double>> numbers) {
      Map<String, Double> waiting = new TreeMap<>();
      Map<String, Double> rooms = new TreeMap<>();
      List<LaneFigures> now = lanes;
      for (int lane = 0; lane < now.size(); lane++) {
        waiting.put("lane-" + lane, (double) now.get(lane).waiting());
        rooms.put("lane-" + lane, (double) now.get(lane).rooms());
      }
      numbers.put("laneWaiting", waiting);
      numbers.put("laneRooms", rooms);
    }

    private Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      texts.put("node", module.cluster.membership().node());
      texts.put("shared", Boolean.toString(module.cluster.isShared()));
      texts.put("store", module.settings.storage().kind().toString().toLowerCase(Locale.ROOT));
      texts.put("missing", String.join(", ", module.readiness.missing()));
      texts.put("webhook", module.settings.webhooks().receiver().isPresent() ? "set" : "not set");
      return texts;
    }

    private List<Waiting> slowest() {
      return module.memory.largestOutboxes(SLOWEST).stream()
          .map(held -> new Waiting(held.user().map(UserId::value).orElse(""), held.bytes()))
          .toList();
    }

    private List<Refused> refused() {
      return module.refusals.latest().stream()
          .limit(REFUSED)
          .map(
              each ->
                  new Refused(
                      each.at(),
                      each.command(),
                      each.code().name().toLowerCase(Locale.ROOT),
                      each.user().value()))
          .toList();
    }

    @Override
    public void drain() {
      StopSignals.raise();
    }
  }
}
