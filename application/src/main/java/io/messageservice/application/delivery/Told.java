package io.messageservice.application.delivery;

import io.messageservice.application.port.out.Encoder.Encoded;

/**
 * A message as connections are told of it.
 *
 * @param seq its position
 */
public record Told(long seq, Encoded event) {}
