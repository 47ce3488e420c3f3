@NullMarked
package io.messageservice.bootstrap.tracing;

import org.jspecify.annotations.NullMarked;
