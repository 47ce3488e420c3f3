/**
 * All use cases on one real thread, for tests: nodes, who connects to them, and what joins them.
 */
@NullMarked
package io.messageservice.application.world;

import org.jspecify.annotations.NullMarked;
