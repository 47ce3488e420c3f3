/**
 * What users can do: one port for each thing. Calls never block; answers come on the caller's event
 * loop.
 */
@NullMarked
package io.messageservice.application.port.in;

import org.jspecify.annotations.NullMarked;
