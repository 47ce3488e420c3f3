@NullMarked
package io.messageservice.bootstrap.top;

import org.jspecify.annotations.NullMarked;
