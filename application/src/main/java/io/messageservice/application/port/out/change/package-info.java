/** Single stored changes, for readers that need every one. */
@NullMarked
package io.messageservice.application.port.out.change;

import org.jspecify.annotations.NullMarked;
