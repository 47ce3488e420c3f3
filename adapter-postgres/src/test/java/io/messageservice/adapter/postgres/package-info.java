/** A PostgreSQL that the tests of this module share. */
@NullMarked
package io.messageservice.adapter.postgres;

import org.jspecify.annotations.NullMarked;
