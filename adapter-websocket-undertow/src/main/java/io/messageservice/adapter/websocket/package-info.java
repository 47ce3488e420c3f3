/**
 * The WebSocket transport: HTTP upgrade by Undertow, then RFC 6455 on the conduits of XNIO. Each
 * I/O thread owns its connections; nothing here blocks or locks.
 */
@NullMarked
package io.messageservice.adapter.websocket;

import org.jspecify.annotations.NullMarked;
