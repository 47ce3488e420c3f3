@NullMarked
package io.messageservice.bootstrap.recording;

import org.jspecify.annotations.NullMarked;
