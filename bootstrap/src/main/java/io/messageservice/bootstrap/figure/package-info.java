/** Figures of a running service: fetched from it, and written for people. */
@NullMarked
package io.messageservice.bootstrap.figure;

import org.jspecify.annotations.NullMarked;
