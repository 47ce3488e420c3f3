package io.messageservice.application.fanout;

import io.messageservice.application.port.out.OutgoingEvent;

/**
 * A message as connections receive it.
 *
 * @param seq its position
 */
public record SequencedEvent(long seq, OutgoingEvent event) {}
