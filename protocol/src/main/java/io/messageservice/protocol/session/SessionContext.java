package io.messageservice.protocol.session;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.out.Tracing;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.command.FrameDecoder;
import java.util.function.LongSupplier;

/**
 * What all sessions share.
 *
 * @param rates what each user may still command
 * @param nanoTime a monotonic clock, as {@link System#nanoTime}
 */
record SessionContext(
    UseCases useCases,
    FrameDecoder decoder,
    Limits limits,
    UserRates rates,
    LongSupplier nanoTime,
    SessionEvents events,
    Tracing tracing) {}
