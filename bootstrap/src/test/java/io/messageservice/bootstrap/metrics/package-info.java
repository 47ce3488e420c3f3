@NullMarked
package io.messageservice.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
