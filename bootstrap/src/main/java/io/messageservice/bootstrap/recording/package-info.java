/** Events for the JDK's Flight Recorder. They cost next to nothing while nothing is recorded. */
@NullMarked
package io.messageservice.bootstrap.recording;

import org.jspecify.annotations.NullMarked;
