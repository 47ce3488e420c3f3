package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;

/** What a store is read by, as one, so that a test can put faults before all of it. */
public interface ReadSide extends History, ChangeLog {}
