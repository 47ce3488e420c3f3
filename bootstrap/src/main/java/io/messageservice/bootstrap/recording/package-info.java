/**
 * Events for the JDK's Flight Recorder. While nothing was recorded yet they are not even loaded.
 */
@NullMarked
package io.messageservice.bootstrap.recording;

import org.jspecify.annotations.NullMarked;
