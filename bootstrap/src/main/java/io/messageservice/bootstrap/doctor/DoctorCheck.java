package io.messageservice.bootstrap.doctor;

import java.util.List;

/** Looks at one thing. It may take a while. */
@FunctionalInterface
interface DoctorCheck {

  /** What there is to say of it. */
  List<Finding> look() throws InterruptedException;
}
