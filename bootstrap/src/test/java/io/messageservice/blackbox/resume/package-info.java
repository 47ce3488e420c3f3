/** What clients get of what they missed: resuming, replays, and what restarts leave. */
@NullMarked
package io.messageservice.blackbox.resume;

import org.jspecify.annotations.NullMarked;
