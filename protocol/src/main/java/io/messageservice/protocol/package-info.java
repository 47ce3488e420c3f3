/**
 * What a client and the service say to each other: JSON frames to commands, events to JSON frames.
 */
@NullMarked
package io.messageservice.protocol;

import org.jspecify.annotations.NullMarked;
