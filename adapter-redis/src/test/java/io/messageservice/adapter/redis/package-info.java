/** Real Redis servers for tests, and the tests of the connection to them. */
@NullMarked
package io.messageservice.adapter.redis;

import org.jspecify.annotations.NullMarked;
