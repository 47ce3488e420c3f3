@NullMarked
package io.messageservice.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
