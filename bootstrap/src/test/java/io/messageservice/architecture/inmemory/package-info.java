/**
 * A transport without a network, added in tests only: it shows that a transport needs the module
 * {@code transport} and nothing of another adapter.
 */
@NullMarked
package io.messageservice.architecture.inmemory;

import org.jspecify.annotations.NullMarked;
