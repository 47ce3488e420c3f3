package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.backup.StoreRestore;
import io.messageservice.bootstrap.start.StartProblem;
import picocli.CommandLine.Model.CommandSpec;

/** Puts a copy back as the store, while the service does not run. */
record RestoreCommand(CliEnvironment environment) implements CliCommand {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "restore",
            "Verifies a copy that backup made and puts it into the data folder in the place of what"
                + " is there, which is kept beside it. The service must be stopped. Clients load"
                + " anew: messages that were sent after the copy was made are gone.");
    spec.addPositional(Specs.file("The copy; it is not changed."));
    SettingFlags.addTo(spec, StoreSettings.ALL);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem {
    StoreRestore restored =
        StoreRestore.put(
            StoreSettings.file(call),
            StoreSettings.folder(call, environment.variables()),
            environment.clock().instant());
    call.print(
        "Restored: messages "
            + restored.copy().messages()
            + ", conversations "
            + restored.copy().conversations()
            + ".");
    restored
        .aside()
        .ifPresent(aside -> call.print("What was there is kept as " + aside.getFileName() + "."));
    return 0;
  }
}
