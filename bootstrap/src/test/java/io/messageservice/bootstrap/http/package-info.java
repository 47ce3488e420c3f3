@NullMarked
package io.messageservice.bootstrap.http;

import org.jspecify.annotations.NullMarked;
