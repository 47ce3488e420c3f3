@NullMarked
package io.messageservice.bootstrap;

import org.jspecify.annotations.NullMarked;
