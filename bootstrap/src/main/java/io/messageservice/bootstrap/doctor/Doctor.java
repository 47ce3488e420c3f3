package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Looks at the machine and at what the settings name, and finds what should be changed. */
public final class Doctor {

  private final List<DoctorCheck> checks = new ArrayList<>();

  /**
   * Has looked at nothing yet.
   *
   * @param reading what would count at a start; what is bad is a finding, and has its default
   * @param proxy what is to be looked at from outside; empty for nothing
   * @param clock the time of day
   */
  public Doctor(SettingReader reading, Optional<ProxyRequest> proxy, InstantSource clock) {
    Settings settings = reading.settingsOrDefaults();
    OptionalInt wanted = settings.connections().maxInAll();
    checks.add(new SettingsCheck(reading));
    checks.add(new DescriptorCheck(wanted));
    checks.add(new ListenQueueCheck(SystemFiles.HERE));
    checks.add(new LocalPortsCheck(SystemFiles.HERE, wanted));
    checks.add(new TcpMemoryCheck(SystemFiles.HERE, wanted));
    checks.add(new JvmCheck());
    checks.add(new ContainerCheck(SystemFiles.HERE));
    checks.add(new ClockCheck(clock, System::nanoTime));
    if (settings.storage().kind() == StoreKind.SQLITE) {
      addDisk(existing(settings.storage().folder()));
    }
    checks.add(new RedisCheck(settings.cluster(), clock));
    proxy.ifPresent(request -> checks.add(new ProxyCheck(request)));
  }

  private void addDisk(Path folder) {
    checks.add(new FileSystemCheck(folder));
    checks.add(new DiskCheck(folder));
    checks.add(new InodeCheck(folder));
    checks.add(new FsyncCheck(folder));
  }

  /** The folder, or the one in which it would be made. */
  private static Path existing(Path folder) {
    @Nullable Path there = folder.toAbsolutePath().normalize();
    while (there != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    return there == null ? folder : there;
  }

  /** Looks at everything; takes some seconds. */
  public DoctorReport examine() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (DoctorCheck check : checks) {
      findings.addAll(check.look());
    }
    return new DoctorReport(findings);
  }
}
