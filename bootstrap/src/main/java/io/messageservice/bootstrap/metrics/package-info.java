/** What is counted and measured, and the page that it is read from. */
@NullMarked
package io.messageservice.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
