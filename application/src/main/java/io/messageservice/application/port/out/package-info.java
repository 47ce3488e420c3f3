/**
 * What the core needs from outside. {@link Ledger}, {@link History}, {@link ClusterBus} and {@link
 * PresenceBoard} have contract tests, which their fakes and their real adapters run.
 */
@NullMarked
package io.messageservice.application.port.out;

import org.jspecify.annotations.NullMarked;
