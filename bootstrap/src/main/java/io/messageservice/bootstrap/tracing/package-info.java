/**
 * Traces by OpenTelemetry, where the environment asks for them. Nothing of that library is loaded
 * otherwise.
 */
@NullMarked
package io.messageservice.bootstrap.tracing;

import org.jspecify.annotations.NullMarked;
