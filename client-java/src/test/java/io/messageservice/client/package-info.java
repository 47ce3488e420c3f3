@NullMarked
package io.messageservice.client;

import org.jspecify.annotations.NullMarked;
