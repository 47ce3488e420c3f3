/** Where commands wait, are decided and stored in batches, and are done in order. */
@NullMarked
package io.messageservice.application.lane;

import org.jspecify.annotations.NullMarked;
