package io.messageservice.bootstrap.metrics;

import java.util.List;

/**
 * Everything that the service counts and measures of itself; the JVM and the process have their
 * own. Names follow the conventions of Prometheus, and each label has few values, which are known
 * beforehand. {@code docs/monitoring/README.md} lists the same.
 */
enum Metric {
  CONNECTIONS("connections", Type.GAUGE, "Open connections, closing ones included."),
  HANDSHAKES(
      "handshakes",
      Type.COUNTER,
      "WebSocket handshakes: accepted, a token that was refused, or the HTTP status of the"
          + " refusal.",
      "outcome"),
  CONNECTIONS_CLOSED(
      "connections_closed", Type.COUNTER, "Connections that ended, by cause.", "cause"),
  COMMANDS(
      "commands",
      Type.COUNTER,
      "Commands on connections that were answered, or carried out where they have no answer.",
      "event",
      "outcome"),
  DELIVERIES(
      "deliveries",
      Type.COUNTER,
      "Events sent to connections: one for each event and connection, replays included.",
      "kind"),
  RECEIVED("received_bytes", Type.COUNTER, "Bytes read from WebSocket connections, without TLS."),
  SENT("sent_bytes", Type.COUNTER, "Bytes written to WebSocket connections, without TLS."),
  DROPPED(
      "frames_dropped",
      Type.COUNTER,
      "Ephemeral frames that a slow client did not get: later ones replaced them, or all were"
          + " dropped."),
  LAGGED(
      "lagged", Type.COUNTER, "Conversations whose messages a slow client does not get any more."),
  DELIVERY(
      "delivery_seconds",
      Type.TIMES,
      "From the read of a message's whole command or request until the last event loop of this node"
          + " wrote it."),
  REQUESTS(
      "requests",
      Type.COUNTER,
      "Requests to the API over HTTP, by the status of the answer; none where it was not sent to"
          + " its end.",
      "status"),
  REQUESTS_REFUSED(
      "requests_refused",
      Type.COUNTER,
      "Requests of any kind that were refused by their head or their size, before a use case or a"
          + " handshake saw them.",
      "status"),
  SOCKETS_ENDED(
      "sockets_ended",
      Type.COUNTER,
      "Sockets that ended before an upgrade to make room for others."),
  HOOK_CALLS(
      "hook_calls",
      Type.COUNTER,
      "Messages that the hook before sending was to be asked about, by what came of it.",
      "outcome"),
  HOOK(
      "hook_seconds",
      Type.TIMES,
      "Until the hook before sending had answered, or its time was over, waiting included."),
  HOOK_CIRCUIT("hook_circuit_open", Type.GAUGE, "1 while the failing hook is not asked, else 0."),
  WEBHOOK_CALLS(
      "webhook_calls", Type.COUNTER, "Calls that bring events to the webhook.", "outcome"),
  WEBHOOK_EVENTS(
      "webhook_events",
      Type.COUNTER,
      "Events that the webhook acknowledged, or that were given up after too many attempts.",
      "outcome"),
  WEBHOOK("webhook_seconds", Type.TIMES, "Until the webhook had answered, or its time was over."),
  WEBHOOK_UNANSWERED(
      "webhook_unanswered_events",
      Type.GAUGE,
      "Events that were read from the log for the webhook and are not acknowledged."),
  WEBHOOK_LAG(
      "webhook_lag_seconds",
      Type.GAUGE,
      "Since the oldest event happened that the webhook has not acknowledged."),
  WEBHOOK_CIRCUIT(
      "webhook_circuit_open",
      Type.GAUGE,
      "1 while the failing webhook gets one call at a time, else 0."),
  WEBHOOK_SENDING("webhook_sending", Type.GAUGE, "1 while this node sends events, else 0."),
  REMINDERS(
      "reminders",
      Type.COUNTER,
      "Reminders of what users have not read that were stored for the back end."),
  REMINDERS_WAITING(
      "reminders_waiting",
      Type.GAUGE,
      "Users who are to be reminded, and whose reminders are not stored yet."),
  REMINDER_LAG(
      "reminder_lag_seconds",
      Type.GAUGE,
      "Since users were to be reminded of the oldest message at which nobody has looked for that."),
  LANE("lane_commands", Type.GAUGE, "Commands that wait for a lane or are in its batch."),
  UNANSWERED(
      "unanswered_commands",
      Type.GAUGE,
      "The same, answers that wait in feeds, and messages that a hook is asked about."),
  COMMIT("commit_seconds", Type.TIMES, "Of one batch: the transaction, until it is durable."),
  BATCH("batch_commands", Type.SIZES, "Commands in a batch."),
  MEMORY("memory_bytes", Type.GAUGE, "Held for clients, by what for.", "holder"),
  MEMORY_LIMIT("memory_limit_bytes", Type.GAUGE, "What may be held for clients."),
  FEEDS("feeds", Type.GAUGE, "Feeds of conversations, by the last look."),
  QUARANTINED(
      "feeds_quarantined", Type.GAUGE, "Those whose messages cannot be read, by the last look."),
  FEED_READS("feed_reads", Type.COUNTER, "Reads of what a feed missed."),
  REPLAYS("replays", Type.COUNTER, "Joins that continue with what the connection missed."),
  RECONCILIATIONS(
      "reconciliations",
      Type.COUNTER,
      "Looks that compared what is stored with what was delivered.",
      "outcome"),
  PRESENCE(
      "presence_transitions",
      Type.COUNTER,
      "Users who came online or went offline anywhere, as this node learned it.",
      "to"),
  ONLINE("users_online", Type.GAUGE, "Users who are online anywhere, as this node knows it."),
  BUS_DELAY(
      "bus_delay_seconds",
      Type.TIMES,
      "Until what this node publishes to itself is received, once a second; only in a cluster."),
  BUS_DOUBTS("bus_doubts", Type.COUNTER, "How often something on the bus may have been lost."),
  LOOP_LAG(
      "event_loop_lag_seconds",
      Type.TIMES,
      "How long a task waits for its event loop, once a second for each."),
  STORE("store_bytes", Type.GAUGE, "Files of the store; none where it is in Redis.", "file"),
  READY("ready", Type.GAUGE, "1 while the node is ready, 0 otherwise."),
  FAULTS("faults", Type.COUNTER, "What broke and was survived, as the log lines fault.");

  /** What a metric is to Prometheus. */
  enum Type {
    COUNTER,
    GAUGE,
    /** A histogram of nanoseconds, shown in seconds. */
    TIMES,
    /** A histogram of counts. */
    SIZES
  }

  private static final String PREFIX = "message_service_";

  private final String stem;
  private final Type type;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> labels;

  Metric(String stem, Type type, String help, String... labels) {
    this.stem = stem;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** As it is registered: Prometheus adds {@code _total} to counters. */
  String registered() {
    return PREFIX + stem;
  }

  /** As it stands on the page and in queries, but for what belongs to a histogram. */
  String shown() {
    return registered() + (type == Type.COUNTER ? "_total" : "");
  }

  Type type() {
    return type;
  }

  String help() {
    return help;
  }

  List<String> labels() {
    return labels;
  }
}
