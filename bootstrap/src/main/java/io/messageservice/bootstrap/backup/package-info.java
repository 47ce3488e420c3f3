/** Copies of the store, made and put back by the command line. */
@NullMarked
package io.messageservice.bootstrap.backup;

import org.jspecify.annotations.NullMarked;
