@NullMarked
package io.messageservice.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
