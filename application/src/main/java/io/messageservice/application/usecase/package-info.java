/** The use cases behind the ports. */
@NullMarked
package io.messageservice.application.usecase;

import org.jspecify.annotations.NullMarked;
