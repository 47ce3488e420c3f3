package io.messageservice.application.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.personal.ListBlocked;
import io.messageservice.application.port.out.History;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.domain.user.UserId;
import java.util.List;

/** Reads whom a user blocks, on threads that may block. */
public final class ListBlockedUseCase implements ListBlocked {

  /** The most memory that reading and encoding a page takes. */
  private static final int READ_BYTES = 128 << 10;

  private final History history;
  private final ClientReads reads;

  /** Of that store. */
  public ListBlockedUseCase(History history, ClientReads reads) {
    this.history = history;
    this.reads = reads;
  }

  @Override
  public void list(Caller caller, Request request, Reply<BlockedPage> reply) {
    reads.read(
        caller, reply::refused, READ_BYTES, () -> reply.prepare(page(caller.user(), request)));
  }

  private BlockedPage page(UserId user, Request request) {
    List<UserId> found = history.blockedBy(user, request.after(), request.limit() + 1);
    boolean more = found.size() > request.limit();
    return new BlockedPage(more ? found.subList(0, request.limit()) : found, more);
  }
}
