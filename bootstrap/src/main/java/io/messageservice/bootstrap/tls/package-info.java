/** The certificate of the public port and its key: read from files, judged, made ready for use. */
@NullMarked
package io.messageservice.bootstrap.tls;

import org.jspecify.annotations.NullMarked;
