package io.messageservice.adapter.http;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;

/** Whoever sent a request; has no connection that is told anything. */
record HttpCaller(UserId user, DisplayName name, EventLoop loop) implements Caller {}
