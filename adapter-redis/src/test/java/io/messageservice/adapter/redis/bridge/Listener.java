package io.messageservice.adapter.redis.bridge;

import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.EventTransfer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection that keeps what it is told. Any thread may ask. */
final class Listener implements Connection {

  private final UserId user;
  private final EventLoop loop;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  Listener(String user, EventLoop loop) {
    this.user = new UserId(user);
    this.loop = loop;
  }

  /** The frames. */
  List<String> heard() {
    return heard;
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
  public void push(Encoded event) {
    String text = new String(EventTransfer.write(event), StandardCharsets.UTF_8);
    heard.add(text.substring(text.indexOf('{')));
  }

  @Override
  public void whenDrained(Runnable task) {
    loop.execute(task);
  }
}
