/**
 * The message log, conversations and read marks in SQLite. {@link JdbcStore} is the way in; the
 * tables are described in {@code V1__conversations_and_messages.sql}.
 */
@NullMarked
package io.messageservice.adapter.jdbc;

import org.jspecify.annotations.NullMarked;
