@NullMarked
package io.messageservice.bootstrap.talk;

import org.jspecify.annotations.NullMarked;
