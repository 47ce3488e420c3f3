package io.messageservice.adapter.sqlite;

/**
 * How far a conversation's messages reach.
 *
 * @param conversation its number
 * @param head the position of its newest message, 0 where nothing was said
 * @param lastRow the row of that message
 */
record Extent(long conversation, long head, long lastRow) {}
