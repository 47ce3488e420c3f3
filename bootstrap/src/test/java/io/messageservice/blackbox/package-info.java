/**
 * The wire contract, tested over real sockets against the assembled jar as a black box. Nothing
 * here knows a class of the service: what counts is what {@code docs/protocol.md} says.
 */
@NullMarked
package io.messageservice.blackbox;

import org.jspecify.annotations.NullMarked;
