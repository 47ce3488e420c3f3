package io.messageservice.protocol;

import io.messageservice.application.usecase.UseCases;
import java.util.function.LongSupplier;

/**
 * What all dialogues share.
 *
 * @param rates what each user may still command
 * @param nanoTime a monotonic clock, as {@link System#nanoTime}
 */
record Conversing(
    UseCases useCases,
    FrameDecoder decoder,
    Pages pages,
    Limits limits,
    UserRates rates,
    LongSupplier nanoTime) {}
