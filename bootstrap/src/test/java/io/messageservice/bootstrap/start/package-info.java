@NullMarked
package io.messageservice.bootstrap.start;

import org.jspecify.annotations.NullMarked;
