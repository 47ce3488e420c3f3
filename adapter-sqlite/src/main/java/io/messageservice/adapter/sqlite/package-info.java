/**
 * The message log, conversations and read marks in SQLite. {@link SqliteStore} is the way in; the
 * tables are described in {@code V1__conversations_and_messages.sql}.
 */
@NullMarked
package io.messageservice.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
