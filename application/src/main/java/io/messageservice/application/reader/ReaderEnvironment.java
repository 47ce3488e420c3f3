package io.messageservice.application.reader;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Timer;
import java.util.concurrent.Executor;

/**
 * What reading for clients needs from outside.
 *
 * @param readers run tasks that may block; refuse with {@link
 *     java.util.concurrent.RejectedExecutionException} where too many wait
 * @param memory what is read for clients draws from it
 */
public record ReaderEnvironment(
    History history, Executor readers, Timer timer, MemoryBudget memory, Faults faults) {}
