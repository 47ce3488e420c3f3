/** What connections are told. */
@NullMarked
package io.messageservice.application.event;

import org.jspecify.annotations.NullMarked;
