package io.messageservice.application.command;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.presence.KnownPresence;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.domain.user.UserId;
import java.util.List;

/** Looks up who is online on threads that may block, since contacts are read from the store. */
final class GetPresenceUseCase implements GetPresence {

  private final KnownPresence presence;
  private final ClientReads reads;

  GetPresenceUseCase(KnownPresence presence, ClientReads reads) {
    this.presence = presence;
    this.reads = reads;
  }

  @Override
  public void get(Caller caller, List<UserId> users, Reply<List<Status>> reply) {
    reads.read(caller, reply::refused, READ_BYTES, () -> reply.prepare(presence.of(caller, users)));
  }
}
