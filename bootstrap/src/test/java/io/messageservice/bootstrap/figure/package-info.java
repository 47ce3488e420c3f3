@NullMarked
package io.messageservice.bootstrap.figure;

import org.jspecify.annotations.NullMarked;
