/**
 * The file in which the store lies: its settings, connections to it, its tables as migrations make
 * them, what it knows of itself, and copies of it. The tables are described in {@code
 * V1__conversations_and_messages.sql}; what they hold is read and written in the package below.
 */
@NullMarked
package io.messageservice.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
