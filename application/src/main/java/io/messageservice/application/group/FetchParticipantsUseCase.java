package io.messageservice.application.group;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.in.group.FetchParticipants;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads who takes part, on threads that may block. */
public final class FetchParticipantsUseCase implements FetchParticipants {

  /** The most memory that reading and encoding a page takes. */
  private static final int READ_BYTES = 256 << 10;

  private final History history;
  private final Access access;
  private final ClientReads reads;

  /** Of that store. */
  public FetchParticipantsUseCase(History history, Access access, ClientReads reads) {
    this.history = history;
    this.access = access;
    this.reads = reads;
  }

  @Override
  public void fetch(Caller caller, Request request, Reply<ParticipantPage> reply) {
    reads.read(caller, reply::refused, READ_BYTES, () -> answer(caller, request, reply));
  }

  private Prepared answer(Caller caller, Request request, Reply<ParticipantPage> reply) {
    Optional<Conversation> found = history.conversation(request.conversation());
    return access.mayRead(found, caller.actor())
        ? reply.prepare(page(found.orElseThrow(), request, caller.actor()))
        : new Prepared(0, () -> reply.refused(Access.noAccess(caller.actor())));
  }

  private ParticipantPage page(Conversation conversation, Request request, Actor asker) {
    String after = request.after().map(UserId::value).orElse("");
    List<UserId> users =
        conversation.participants().asSet().stream()
            .filter(user -> user.value().compareTo(after) > 0)
            .sorted(Comparator.comparing(UserId::value))
            .limit(request.limit() + 1L)
            .toList();
    boolean more = users.size() > request.limit();
    List<UserId> named = more ? users.subList(0, request.limit()) : users;
    Map<UserId, Reader> readers = history.readers(conversation.id(), named);
    return new ParticipantPage(
        named.stream()
            .map(
                user ->
                    Optional.ofNullable(readers.get(user))
                        .filter(reader -> reader.isKnownTo(asker, conversation))
                        .orElseGet(() -> new Reader(user, 0, 0)))
            .map(reader -> new Participant(conversation.roleOf(reader.user()), reader))
            .toList(),
        more);
  }
}
