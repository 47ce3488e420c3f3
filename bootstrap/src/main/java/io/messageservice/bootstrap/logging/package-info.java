/** What is logged, where log lines go and how they look. */
@NullMarked
package io.messageservice.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
