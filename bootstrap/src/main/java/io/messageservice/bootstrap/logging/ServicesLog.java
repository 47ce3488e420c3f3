package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.redis.bridge.CommandStreamEvents;
import io.messageservice.adapter.redis.bridge.EventStreamEvents;
import io.messageservice.adapter.redis.bridge.LegacyChannelEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens between this and other services. Never a text of users. */
public final class ServicesLog
    implements EventStreamEvents, CommandStreamEvents, LegacyChannelEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.services");

  private final Warnings warnings = new Warnings(LOG, System::nanoTime);

  @Override
  public void lost(String log, long entries) {
    LOG.error("events_lost log={} entries={}", log, entries);
  }

  @Override
  public void poisoned(String entry, String code, String reason) {
    warnings.warn("command_set_aside", "entry=" + entry + " code=" + code);
  }

  @Override
  public void retried(String entry, String code) {
    LOG.debug("command_retried entry={} code={}", entry, code);
  }

  @Override
  public void deleted(int commands) {
    warnings.warn("commands_deleted", "count=" + commands);
  }

  @Override
  public void dropped(int bytes, String reason) {
    warnings.warn("legacy_message_dropped", "bytes=" + bytes + " reason=\"" + reason + "\"");
  }

  @Override
  public void failed(Throwable cause) {
    Throwable first = cause.getCause() == null ? cause : cause.getCause();
    LOG.debug("services_failed cause={}", first.getClass().getSimpleName()); // it may name keys
  }
}
