/** A way to a server that tests break, stall and mend. */
@NullMarked
package io.messageservice.cluster.proxy;

import org.jspecify.annotations.NullMarked;
