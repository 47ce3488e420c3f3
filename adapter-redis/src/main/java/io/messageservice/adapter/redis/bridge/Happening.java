package io.messageservice.adapter.redis.bridge;

/**
 * Something that other services are told.
 *
 * @param id the same where it is told again
 * @param data in JSON
 */
record Happening(String id, String type, String data) {}
