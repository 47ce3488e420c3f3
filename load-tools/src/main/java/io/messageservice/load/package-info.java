/**
 * What nodes of a cluster cost one another, and how soon all is back after Redis or what it holds
 * was lost. Measures and judges little. Runs without JUnit; {@code scripts/cluster-load} starts it.
 */
@NullMarked
package io.messageservice.load;

import org.jspecify.annotations.NullMarked;
