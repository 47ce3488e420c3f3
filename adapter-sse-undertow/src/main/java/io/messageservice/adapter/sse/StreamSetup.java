package io.messageservice.adapter.sse;

import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a stream when it begins.
 *
 * @param session its id
 * @param user whose it is; empty where the token is refused
 * @param token what it was opened with
 * @param last where an earlier stream ended; empty where the client does not say
 * @param speaks whether the client promised to post at least once in each interval of heartbeats
 * @param heartbeat that interval
 */
record StreamSetup(
    String session,
    Optional<UserId> user,
    OpeningToken token,
    Dialect dialect,
    Optional<LastEventId> last,
    boolean speaks,
    Duration heartbeat) {

  /** The first block. */
  byte[] greeting() {
    Resumption resumes =
        last.map(id -> id.whole() ? Resumption.ALL : Resumption.SOME).orElse(Resumption.NONE);
    return EventText.session(session, heartbeat, resumes);
  }

  /** What is asked for on behalf of the client, as frames. */
  List<byte[]> requests() {
    return last.map(id -> JoinRequests.of(id, dialect == Dialect.V1)).orElse(List.of());
  }
}
