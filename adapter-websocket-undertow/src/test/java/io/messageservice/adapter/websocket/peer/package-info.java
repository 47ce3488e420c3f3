/** What stands around the adapter in its tests: clients and their bytes, users and time. */
@NullMarked
package io.messageservice.adapter.websocket.peer;

import org.jspecify.annotations.NullMarked;
