/** Tests of what the tables hold. */
@NullMarked
package io.messageservice.adapter.postgres.store;

import org.jspecify.annotations.NullMarked;
