package io.messageservice.blackbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Services that test classes share, since a start costs a second. Stopped when the tests end. */
public final class Services {

  private static final List<ServiceProcess> STARTED = new CopyOnWriteArrayList<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> STARTED.forEach(ServiceProcess::close), "services-end"));
  }

  private Services() {}

  /**
   * The defaults, but for the rates, for presence that would tell every test of every other, and
   * for the time that a reader may take.
   */
  public static ServiceProcess shared() {
    return Shared.SERVICE;
  }

  /** Nothing set but what must be. */
  public static ServiceProcess defaults() {
    return Defaults.SERVICE;
  }

  /** Every choice other than the default. */
  public static ServiceProcess strict() {
    return Strict.SERVICE;
  }

  private static ServiceProcess start(Map<String, String> settings) {
    ServiceProcess service = ServiceProcess.ready(settings);
    STARTED.add(service);
    return service;
  }

  private static final class Shared {
    static final ServiceProcess SERVICE =
        start(
            Map.of(
                "RATE_LIMIT", "off",
                "PRESENCE_AUDIENCE", "contacts",
                "MAX_OUTBOUND_WAIT", "1h"));
  }

  private static final class Defaults {
    static final ServiceProcess SERVICE = start(Map.of());
  }

  private static final class Strict {
    static final ServiceProcess SERVICE =
        start(
            Map.of(
                "RATE_LIMIT", "off",
                "CONVERSATION_ACCESS", "members",
                "CORS_ORIGINS", "https://app.example,https://admin.example:8443",
                "HEARTBEAT_INTERVAL", "3s",
                "PRESENCE_GRACE", "5m",
                "TOKEN_EXPIRY", "keep",
                "TOKEN_IN_QUERY", "off"));
  }
}
