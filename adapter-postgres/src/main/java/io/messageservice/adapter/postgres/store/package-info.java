/** What the tables hold: one transaction for each batch, and reads of one moment each. */
@NullMarked
package io.messageservice.adapter.postgres.store;

import org.jspecify.annotations.NullMarked;
