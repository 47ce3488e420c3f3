package io.messageservice.application.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import org.junit.jupiter.api.Test;

class OutgoingEventTest {

  private static final Event EVENT =
      new Event.PresenceChanged(new UserId("ann"), new DisplayName("Ann"), true);

  private final Numbered one = new Numbered("one");
  private final Numbered other = new Numbered("other");
  private final OutgoingEvent event = new OutgoingEvent(EVENT);

  /** Numbers its frames. */
  private static final class Numbered implements WireFormat<String> {
    private final String name;
    private int frames;

    Numbered(String name) {
      this.name = name;
    }

    @Override
    public String encode(Event event) {
      return name + ++frames;
    }

    @Override
    public int sizeBytes(String frame) {
      return frame.length();
    }
  }

  @Test
  void eachFormatHasOneFrame() {
    event.encode(one);
    event.encode(other);
    event.encode(one);

    assertThat(event.in(one)).isEqualTo("one1").isSameAs(event.in(one));
    assertThat(event.in(other)).isEqualTo("other1").isSameAs(event.in(other));
  }

  @Test
  void anotherFormatGetsFramesThatAreNotKept() {
    event.encode(one);
    int before = event.sizeBytes();

    assertThat(event.in(other)).isEqualTo("other1");
    assertThat(event.in(other)).isEqualTo("other2");
    assertThat(event.sizeBytes()).isEqualTo(before);
  }

  @Test
  void itsSizeIsThatOfTheEventAndOfItsFrames() {
    assertThat(event.sizeBytes()).isEqualTo(EVENT.sizeBytes());

    event.encode(one);
    event.encode(other);

    assertThat(event.sizeBytes()).isEqualTo(EVENT.sizeBytes() + "one1other1".length());
  }
}
