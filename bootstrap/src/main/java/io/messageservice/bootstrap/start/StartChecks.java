package io.messageservice.bootstrap.start;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_CA;
import static io.messageservice.bootstrap.config.HookSettings.BEFORE_SEND_URL;
import static io.messageservice.bootstrap.config.HookSettings.WEBHOOK_PRIVATE_ADDRESSES;
import static io.messageservice.bootstrap.config.ListenerSettings.HOST;
import static io.messageservice.bootstrap.config.ListenerSettings.MANAGEMENT_HOST;
import static io.messageservice.bootstrap.config.ListenerSettings.MANAGEMENT_PORT;
import static io.messageservice.bootstrap.config.ListenerSettings.PORT;
import static io.messageservice.bootstrap.config.StorageSettings.DATA_DIR;
import static io.messageservice.bootstrap.config.StorageSettings.STORE;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_JWKS_URL;
import static io.messageservice.bootstrap.config.WebhookSettings.WEBHOOK_URL;

import io.messageservice.adapter.jwt.JwksConfig;
import io.messageservice.adapter.webhook.WebhookUrl;
import io.messageservice.bootstrap.config.ListenerSettings;
import io.messageservice.bootstrap.config.ListenerSettings.Tls;
import io.messageservice.bootstrap.config.Setting;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.StorageSettings;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.tls.Certificate;
import io.messageservice.bootstrap.tls.CertificateFiles;
import io.messageservice.bootstrap.tls.PemFile;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A look at the settings and at the machine before anything is started, so that an operator gets
 * all problems at once. What is found good may be taken a moment later: the process that then opens
 * the port or the folder reports it by {@link StartProblem} too.
 */
public final class StartChecks {

  private final List<String> problems = new ArrayList<>();

  private StartChecks() {}

  /** All that stands against a start, a line each; empty where nothing does. */
  public static List<String> problems(SettingReader reading) {
    StartChecks checks = new StartChecks();
    checks.problems.addAll(reading.problems());
    checks.lookAtFolder(reading);
    checks.lookAtPorts(reading);
    checks.lookAtCertificate(reading);
    checks.lookAtAuthorities(reading);
    checks.lookAtKeySet(reading);
    checks.lookAtHook(reading, BEFORE_SEND_URL);
    checks.lookAtHook(reading, WEBHOOK_URL);
    return List.copyOf(checks.problems);
  }

  /**
   * The settings, where nothing stands against a start.
   *
   * @throws StartProblem with all that does
   */
  public static Settings require(SettingReader reading) throws StartProblem {
    StartProblem.throwIfAny(problems(reading));
    return reading.settings();
  }

  private void lookAtFolder(SettingReader reading) {
    if (reading.find(STORE).isPresent() && StorageSettings.kind(reading) == StoreKind.SQLITE) {
      reading.find(DATA_DIR).flatMap(DataFolder::problem).ifPresent(problems::add);
    }
  }

  private void lookAtPorts(SettingReader reading) {
    lookAtPort(reading, HOST, PORT);
    lookAtPort(reading, MANAGEMENT_HOST, MANAGEMENT_PORT);
  }

  private void lookAtPort(
      SettingReader reading, Setting<String> hosting, Setting<Integer> porting) {
    reading
        .find(hosting)
        .ifPresent(
            host ->
                reading.find(porting).ifPresent(port -> lookAtPort(hosting, host, porting, port)));
  }

  private void lookAtPort(
      Setting<String> hosting, String host, Setting<Integer> porting, int port) {
    try {
      bind(hosting.name(), porting.name(), InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      problems.add(hosting.name() + " " + host + " is not known here");
    }
  }

  private void lookAtCertificate(SettingReader reading) {
    try {
      Optional<Tls> tls = ListenerSettings.tls(reading);
      if (tls.isPresent()) {
        Certificate unused = new CertificateFiles(tls.get()).load();
      }
    } catch (UnusableTls bad) {
      problems.add(bad.line());
    }
  }

  private void lookAtAuthorities(SettingReader reading) {
    Optional<Path> file = reading.get(REDIS_CA);
    try {
      if (file.isPresent()) {
        List<X509Certificate> unused = new PemFile(REDIS_CA.name(), file.get()).certificates();
      }
    } catch (UnusableTls bad) {
      problems.add(bad.line());
    }
  }

  private void lookAtKeySet(SettingReader reading) {
    if (reading.get(JWT_JWKS_URL).filter(JwksConfig::isExposed).isPresent()) {
      problems.add(
          "JWT_JWKS_URL must begin with https: its host has a public address, and http is for"
              + " private networks only, since keys could be replaced on the way");
    }
  }

  private void lookAtHook(SettingReader reading, Setting<Optional<WebhookUrl>> url) {
    if (!reading.get(WEBHOOK_PRIVATE_ADDRESSES)
        && reading.get(url).filter(WebhookUrl::isPrivate).isPresent()) {
      problems.add(
          url.name()
              + " has a host on a private network or on this machine: set"
              + " WEBHOOK_PRIVATE_ADDRESSES=on where that is meant");
    }
  }

  private void bind(String hosting, String setting, InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      problems.add(
          isElsewhere(e)
              ? hosting + " " + address.getHostAddress() + " is not an address of this machine"
              : PortProblem.line(setting, port, e));
    }
  }

  private static boolean isElsewhere(IOException e) {
    return e instanceof BindException && String.valueOf(e.getMessage()).contains("assign");
  }
}
