/** Reads that are made for clients on threads that may block. */
@NullMarked
package io.messageservice.application.reader;

import org.jspecify.annotations.NullMarked;
