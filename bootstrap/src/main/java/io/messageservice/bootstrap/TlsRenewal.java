package io.messageservice.bootstrap;

import io.messageservice.application.port.out.Timer;
import io.messageservice.bootstrap.tls.Certificate;
import io.messageservice.bootstrap.tls.CertificateFiles;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Looks at the files of the certificate from time to time and hands over what is in them once they
 * have changed; keeps the old one where they are bad. Any thread that may block may ask for a look.
 */
final class TlsRenewal {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final CertificateFiles files;
  private final Consumer<Certificate> taker;
  private final Observer observer;

  /** Of the files when they were last judged. Guarded by this. */
  private String stamp;

  /** Is told what came of a change. */
  interface Observer {
    void tlsRenewed(Certificate certificate);

    void tlsKept(String problem);
  }

  /**
   * @param stamp of the files, taken before they were first loaded
   */
  TlsRenewal(CertificateFiles files, String stamp, Consumer<Certificate> taker, Observer observer) {
    this.files = files;
    this.stamp = stamp;
    this.taker = taker;
    this.observer = observer;
  }

  /** Looks again and again, for as long as the timer runs. */
  void begin(Timer timer, Executor readers) {
    timer.after(INTERVAL, () -> handOver(timer, readers));
  }

  private void handOver(Timer timer, Executor readers) {
    try {
      readers.execute(
          () -> {
            look();
            begin(timer, readers);
          });
    } catch (RejectedExecutionException busy) {
      begin(timer, readers);
    }
  }

  /** Judges the files where they changed, each change once. */
  synchronized void look() {
    String now = files.stamp();
    if (now.equals(stamp)) {
      return;
    }
    stamp = now;
    try {
      Certificate certificate = files.load();
      taker.accept(certificate);
      observer.tlsRenewed(certificate);
    } catch (UnusableTls bad) {
      observer.tlsKept(bad.line());
    }
  }
}
