/** Where commands wait, are decided in batches, and are told in order. */
@NullMarked
package io.messageservice.application.lane;

import org.jspecify.annotations.NullMarked;
