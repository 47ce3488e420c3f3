/**
 * What the core needs from outside. Every port here has a contract test that its fake and its real
 * adapters run.
 */
@NullMarked
package io.messageservice.application.port.out;

import org.jspecify.annotations.NullMarked;
