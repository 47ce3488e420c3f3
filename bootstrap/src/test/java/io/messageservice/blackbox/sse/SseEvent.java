package io.messageservice.blackbox.sse;

/**
 * One event of a stream.
 *
 * @param name {@code message} where the stream names none; {@code comment} for a comment
 * @param lastId the id that was in force when it was dispatched; empty for none
 */
record SseEvent(String name, String data, String lastId) {}
