package io.messageservice.adapter.redis.bridge;

import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.EventFrames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection that keeps what it is sent. Any thread may ask. */
final class Listener implements Connection {

  private final UserId user;
  private final EventLoop loop;
  private final List<String> received = new CopyOnWriteArrayList<>();

  Listener(String user, EventLoop loop) {
    this.user = new UserId(user);
    this.loop = loop;
  }

  /** The frames. */
  List<String> received() {
    return received;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public DisplayName name() {
    return new DisplayName(user.value());
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public WireFormat<?> format() {
    return EventFrames.FORMAT;
  }

  @Override
  public void push(OutgoingEvent event) {
    byte[] utf8 = event.in(EventFrames.FORMAT).frame().utf8();
    received.add(new String(utf8, StandardCharsets.UTF_8));
  }

  @Override
  public void disconnect() {}

  @Override
  public void whenDrained(Runnable task) {
    loop.execute(task);
  }
}
