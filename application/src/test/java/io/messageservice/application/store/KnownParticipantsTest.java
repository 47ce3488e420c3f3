package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class KnownParticipantsTest {

  private static final Participants ALICE = Participants.of(List.of(new UserId("alice")));

  private final KnownParticipants<String, Long> known =
      new KnownParticipants<>(new ConcurrentHashMap<>());

  @Test
  void thoseOfAnotherVersionAreNotFound() {
    known.put("room", 3L, ALICE);

    assertThat(known.find("room", 3L)).isEqualTo(ALICE);
    assertThat(known.find("room", 4L)).isNull();
    assertThat(known.find("other", 3L)).isNull();
  }

  @Test
  void onlyTheVersionThatWasPutLastIsKnown() {
    known.put("room", 3L, ALICE);
    known.put("room", 4L, Participants.NONE);

    assertThat(known.version("room")).contains(4L);
    assertThat(known.version("other")).isEmpty();
    assertThat(known.find("room", 3L)).isNull();
    assertThat(known.find("room", 4L)).isEqualTo(Participants.NONE);
  }
}
