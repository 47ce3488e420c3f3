package io.messageservice.bootstrap.config;

import io.messageservice.adapter.http.web.ConsolePassword;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the service listens.
 *
 * @param port 0 for any free port
 * @param tls of the public port; empty: a proxy speaks it, or nobody
 * @param managementPort 0 for any free port
 * @param consolePassword empty: the console only shows, to this machine only
 * @param corsOrigins in lower case
 */
public record ListenerSettings(
    int port,
    String host,
    Optional<Tls> tls,
    int managementPort,
    String managementHost,
    Optional<ConsolePassword> consolePassword,
    List<String> corsOrigins) {

  public static final Setting<Integer> PORT =
      Setting.plain("PORT", "8001", Formats.port(), "Where clients connect. 0: any free port.");

  public static final Setting<String> HOST =
      Setting.plain(
          "HOST",
          "0.0.0.0",
          Formats.host(),
          "The interface that the port is opened on. `dev` uses 127.0.0.1 where this is not set.");

  public static final Setting<Optional<Path>> TLS_CERT =
      Setting.plain(
          "TLS_CERT",
          "",
          Formats.optionalFile(),
          "The certificates that the public port speaks TLS with, in PEM: its own first, then"
              + " each one's issuer. Checked every 5 s and reloaded when changed. Not set: no TLS"
              + " here.");

  public static final Setting<Optional<Path>> TLS_KEY =
      Setting.secretFile(
          "TLS_KEY",
          Formats.keyFile(),
          "The key of the first certificate in `TLS_CERT`, in PEM and PKCS#8, not encrypted.");

  public static final Setting<Integer> MANAGEMENT_PORT =
      Setting.plain(
          "MANAGEMENT_PORT",
          "8002",
          Formats.port(),
          "Health, metrics and the console for operators, never in TLS; opens before the public port."
              + " 0: any free port.");

  public static final Setting<String> MANAGEMENT_HOST =
      Setting.plain(
          "MANAGEMENT_HOST",
          "127.0.0.1",
          Formats.host(),
          "The interface that the management port is opened on. Everyone who reaches it may ask:"
              + " in a container, where probes come from outside, let nobody else reach it.");

  private static final Setting<Optional<ConsolePassword>> CONSOLE_PASSWORD =
      Setting.secret(
          "CONSOLE_PASSWORD",
          Formats.consolePassword(),
          "The password of the operator's console, `/console` on the management port; any user name."
              + " With it the console is answered wherever that port is reached, and can disconnect"
              + " users and drain the node. Not set: browsers on this machine may look at it, and"
              + " nobody may do more.");

  /**
   * The certificate of the service, both files in PEM.
   *
   * @param certificate a chain, the service's own first
   * @param key in PKCS#8, not encrypted
   */
  public record Tls(Path certificate, Path key) {}

  static ListenerSettings of(SettingReader read) {
    ListenerSettings listeners =
        new ListenerSettings(
            read.get(PORT),
            read.get(HOST),
            tls(read),
            read.get(MANAGEMENT_PORT),
            read.get(MANAGEMENT_HOST),
            read.get(CONSOLE_PASSWORD),
            read.get(
                "CORS_ORIGINS",
                "",
                Formats.origins(),
                "Origins that may connect and ask over HTTP, beside those with the service's own host name: of"
                    + " pages, of apps (`capacitor://localhost`, `tauri://localhost`,"
                    + " `file://`), or `null`."));
    read.problemIf(
        listeners.port != 0
            && listeners.port == listeners.managementPort
            && read.areGood(PORT, MANAGEMENT_PORT),
        "MANAGEMENT_PORT must differ from PORT");
    return listeners;
  }

  /** The files to speak TLS with, where both are named. */
  public static Optional<Tls> tls(SettingReader read) {
    Optional<Path> certificate = read.get(TLS_CERT);
    Optional<Path> key = read.get(TLS_KEY);
    if (read.areGood(TLS_CERT, TLS_KEY)) {
      read.problemIf(
          certificate.isPresent() && key.isEmpty(), "TLS_KEY must be set where TLS_CERT is");
      read.problemIf(
          key.isPresent() && certificate.isEmpty(), "TLS_CERT must be set where TLS_KEY is");
    }
    return certificate.flatMap(first -> key.map(second -> new Tls(first, second)));
  }
}
