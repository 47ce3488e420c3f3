package io.messageservice.protocol;

import io.messageservice.application.usecase.UseCases;
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
    Pages pages,
    Limits limits,
    UserRates rates,
    LongSupplier nanoTime) {}
