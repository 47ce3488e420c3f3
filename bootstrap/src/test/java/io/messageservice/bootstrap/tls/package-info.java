@NullMarked
package io.messageservice.bootstrap.tls;

import org.jspecify.annotations.NullMarked;
