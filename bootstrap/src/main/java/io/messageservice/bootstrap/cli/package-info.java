/** The command line. */
@NullMarked
package io.messageservice.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
