package io.messageservice.bootstrap;

import io.messageservice.adapter.redis.bridge.CommandStream;
import io.messageservice.adapter.redis.bridge.CommandStreamConfig;
import io.messageservice.adapter.redis.bridge.CommandUseCases;
import io.messageservice.adapter.redis.bridge.EventStream;
import io.messageservice.adapter.redis.bridge.LegacyChannel;
import io.messageservice.adapter.redis.bridge.PresenceRecorder;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.logging.ServicesLog;
import io.messageservice.protocol.service.ServiceDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Wires what {@code adapter-redis} has for other services, as far as it is set. */
final class RedisBridge {

  private static final Duration RECORDING = Duration.ofMillis(500);

  private final ServicesLog log = new ServicesLog();
  private final RedisModule redis;
  private final Store store;
  private final Threads threads;
  private final UseCases useCases;

  /** Ended when this node is about to stop. */
  private final List<CommandStream> taking = new ArrayList<>();

  private final List<EventStream> publishing = new ArrayList<>();
  private final List<PresenceRecorder> recording = new ArrayList<>();

  /**
   * @param store of whatever kind
   */
  RedisBridge(RedisModule redis, Store store, Threads threads, UseCases useCases) {
    this.redis = redis;
    this.store = store;
    this.threads = threads;
    this.useCases = useCases;
  }

  /**
   * Begins.
   *
   * @param loop one of this node's
   */
  void begin(Settings settings, EventLoop loop) {
    settings.services().eventStreamLength().ifPresent(this::publish);
    if (settings.services().commandStream()) {
      taking.add(
          new CommandStream(
              redis.environment(threads.commands, threads),
              CommandStreamConfig.USUAL,
              new CommandUseCases(useCases.sendForService(), useCases.giveNotice(), loop),
              new ServiceDecoder(ProtocolModule.limits(settings)),
              log));
    }
    if (settings.events().presence()) {
      record();
    }
    settings.services().legacyChannel().ifPresent(this::subscribe);
  }

  private void publish(int length) {
    publishing.add(
        new EventStream(
            redis.environment(threads.events, threads),
            store.changes(),
            store.history(),
            length,
            log));
  }

  /** Brings presence to the log of changes. */
  private void record() {
    PresenceRecorder recorder =
        new PresenceRecorder(
            redis.connection(), store.positions(), useCases.userNotes()::noteAll, log);
    threads.repeat(RECORDING, threads.userNotes, recorder::pass);
    recording.add(recorder);
  }

  /** Never closed: it is subscribed to as long as the connections are open. */
  private void subscribe(String channel) {
    LegacyChannel unused =
        new LegacyChannel(redis.subscriber(), threads::after, channel, useCases.announce(), log);
  }

  /** Takes no more commands; other nodes do. */
  void stopTaking() {
    taking.forEach(CommandStream::close);
  }

  /** Ends. To be called before the threads end. */
  void end() {
    stopTaking();
    publishing.forEach(EventStream::close);
    recording.forEach(each -> threads.userNotes.execute(each::leave));
  }
}
