@NullMarked
package io.messageservice.client.socket;

import org.jspecify.annotations.NullMarked;
