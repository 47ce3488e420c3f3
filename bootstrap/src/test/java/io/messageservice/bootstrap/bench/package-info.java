@NullMarked
package io.messageservice.bootstrap.bench;

import org.jspecify.annotations.NullMarked;
