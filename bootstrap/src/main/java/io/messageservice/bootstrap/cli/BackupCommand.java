package io.messageservice.bootstrap.cli;

import io.messageservice.adapter.sqlite.StoreCopy;
import io.messageservice.bootstrap.backup.StoreBackup;
import io.messageservice.bootstrap.start.StartProblem;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Copies the store to a file, while the service runs or not. */
record BackupCommand(CliEnvironment environment) implements CliCommand {

  private static final int STEP_PERCENT = 10;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "backup",
            "Copies all messages in the data folder to a new file, and verifies the copy. The"
                + " service may run meanwhile and is not held up.");
    spec.addPositional(Specs.file("The copy; must not exist yet."));
    SettingFlags.addTo(spec, StoreSettings.ALL);
    Specs.examples(
        spec,
        "backup /backups/chat-monday.db",
        "backup --data-dir /var/lib/chat /backups/chat-monday.db");
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem {
    Path folder = StoreSettings.folder(call, environment.variables());
    StoreCopy copy =
        StoreBackup.make(folder, StoreSettings.file(call), new Progress(call)::reached);
    call.print(
        "Copied and verified: messages "
            + copy.messages()
            + ", conversations "
            + copy.conversations()
            + ".");
    return 0;
  }

  /** A line for each tenth that is done. */
  private static final class Progress {
    private final CliCall call;
    private int printed;

    Progress(CliCall call) {
      this.call = call;
    }

    void reached(int percent) {
      if (percent / STEP_PERCENT > printed) {
        printed = percent / STEP_PERCENT;
        call.print(percent + " %");
      }
    }
  }
}
