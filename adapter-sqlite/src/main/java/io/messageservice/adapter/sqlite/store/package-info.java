/**
 * The message log, conversations and read marks in SQLite. {@link SqliteStore} is the way in; the
 * rows of each table are read and written in one class.
 */
@NullMarked
package io.messageservice.adapter.sqlite.store;

import org.jspecify.annotations.NullMarked;
