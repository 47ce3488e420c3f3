@NullMarked
package io.messageservice.bootstrap.config;

import org.jspecify.annotations.NullMarked;
