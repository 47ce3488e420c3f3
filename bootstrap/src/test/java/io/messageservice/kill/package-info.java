/**
 * The service under fire: killed again and again while clients send, and looked at afterwards. Runs
 * without JUnit; {@code scripts/kill-test} starts it.
 */
@NullMarked
package io.messageservice.kill;

import org.jspecify.annotations.NullMarked;
