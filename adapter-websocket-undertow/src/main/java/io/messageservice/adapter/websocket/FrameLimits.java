package io.messageservice.adapter.websocket;

/**
 * What the codec lets in.
 *
 * @param maxBytes the largest payload of a frame, and of a message of fragments
 * @param acceptBinary whether binary messages are taken; otherwise 1003
 */
record FrameLimits(int maxBytes, boolean acceptBinary) {}
