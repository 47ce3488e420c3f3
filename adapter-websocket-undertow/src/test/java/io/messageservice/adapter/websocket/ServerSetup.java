package io.messageservice.adapter.websocket;

import io.messageservice.transport.TransportConfig;

/** How a server of a test behaves. */
record ServerSetup(TransportConfig transport, WebSocketConfig webSockets, FrameLimits limits) {}
