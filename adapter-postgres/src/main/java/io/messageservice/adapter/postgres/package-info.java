/**
 * The database in which the store lies: its settings, connections to it, its tables as migrations
 * make them, and which past it has. The tables are described in {@code V1__store.sql}; what they
 * hold is read and written in the package below.
 */
@NullMarked
package io.messageservice.adapter.postgres;

import org.jspecify.annotations.NullMarked;
