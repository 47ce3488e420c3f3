package io.messageservice.bootstrap.cli;

import io.messageservice.adapter.webhook.WebhookCheck;
import io.messageservice.adapter.webhook.WebhookConfig;
import io.messageservice.bootstrap.config.HookSettings;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.WebhookSettings;
import io.messageservice.bootstrap.start.StartProblem;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** Sends one event for trying out to the webhook. */
record WebhookTestCommand(CliEnvironment environment) implements CliCommand {

  private static final int REFUSED = 1;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "webhook-test",
            "Sends one signed event of the type "
                + WebhookCheck.TYPE
                + " to WEBHOOK_URL, and prints the status of the answer and how long it took: exit"
                + " code 0 where it is acknowledged, 1 where it is not.");
    SettingFlags.addTo(spec, WebhookSettings.OF_CALLS);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem {
    WebhookConfig config = config(call);
    WebhookCheck check =
        new WebhookCheck(config, executor(Duration.ZERO), this::after, environment.clock());
    long begun = System.nanoTime();
    WebhookCheck.Report report = check.send("test_" + UUID.randomUUID()).join();
    call.print(
        report.result()
            + " after "
            + Duration.ofNanos(System.nanoTime() - begun).toMillis()
            + " ms");
    return report.isAcknowledged() ? 0 : REFUSED;
  }

  private WebhookConfig config(CliCall call) throws StartProblem {
    SettingReader reading =
        new SettingReader(
            SettingFlags.sources(call, WebhookSettings.OF_CALLS, environment.variables()));
    WebhookSettings settings = WebhookSettings.of(reading);
    boolean privateAddresses = reading.get(HookSettings.WEBHOOK_PRIVATE_ADDRESSES);
    StartProblem.throwIfAny(reading.problems());
    TrimmedSecrets.print(reading, call.err());
    return settings
        .receiver()
        .map(to -> to.config(privateAddresses))
        .orElseThrow(() -> new StartProblem("WEBHOOK_URL is off: there is nobody to send to"));
  }

  private void after(Duration delay, Runnable task) {
    executor(delay).execute(task);
  }

  /** The threads of the JDK, which do not keep the process from ending. */
  private static Executor executor(Duration delay) {
    return CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
