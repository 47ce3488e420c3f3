/**
 * The transport over server-sent events (WHATWG HTML, section 9.2): what a session sends comes down
 * one HTTP response that never ends, what it is sent is posted. Only I/O threads run here.
 */
@NullMarked
package io.messageservice.adapter.sse;

import org.jspecify.annotations.NullMarked;
