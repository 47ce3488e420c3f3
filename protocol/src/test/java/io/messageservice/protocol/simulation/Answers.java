package io.messageservice.protocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.group.GroupRequest;
import io.messageservice.protocol.simulation.group.GroupState;
import io.messageservice.protocol.simulation.personal.OwnAnswers;
import io.messageservice.protocol.simulation.personal.OwnStates;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Block;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the answers of one connection with what was asked and with the model. */
final class Answers {

  /** After these it is not known whether something was stored. */
  private static final Set<String> UNKNOWN = Set.of("unavailable", "internal");

  private final SimulatedSession session;
  private final Model model;
  private final Journal journal;
  private final MessageCheck messages;

  Answers(SimulatedSession session, Model model, Journal journal) {
    this.session = session;
    this.model = model;
    this.journal = journal;
    this.messages = new MessageCheck(session, model, journal);
  }

  void hear(JsonNode frame) {
    Asked asked = take(frame);
    if (asked == null) {
      journal.broken(session.name() + " did not ask for " + frame);
      return;
    }
    boolean begun = !frame.path("code").asText().equals("overloaded");
    if (asked.request() instanceof Request.Leave leave && begun) {
      session.isOut(leave.conversation());
    }
    if (asked.request() instanceof Request.Own own && own.asks() instanceof Block block) {
      model.personal().isAnswered(block, frame.path("success").asBoolean());
    }
    if (!frame.path("success").asBoolean()) {
      refused(asked, frame.path("code").asText());
      return;
    }
    Request request = asked.request();
    if (request instanceof Request.Send send) {
      sent(asked, send, frame);
    } else if (request instanceof Request.Join join) {
      joined(asked, join, frame);
    } else if (request instanceof Request.Leave) {
      journal.require(names(request, frame), () -> "another conversation is left: " + frame);
    } else if (request instanceof Request.Mark mark) {
      marked(asked, mark);
    } else if (request instanceof Request.MarkAll) {
      allMarked(asked, frame.path("updatedCount").asInt());
    } else if (request instanceof Request.Edit edit) {
      changed(asked, edit.seq(), frame);
    } else if (request instanceof Request.Delete delete) {
      changed(asked, delete.seq(), frame);
    } else if (request instanceof Request.React react) {
      reacted(asked, react, frame);
    } else if (request instanceof Request.ChangeGroup group) {
      changed(asked, group.change(), frame.path("conversation"));
    } else if (request instanceof Request.Own own) {
      model.personal().answers().done(own.asks(), frame, asked.tick());
    } else if (request instanceof Request.Fetch fetch) {
      fetched(asked, fetch, frame);
    } else if (request instanceof Request.Presence presence) {
      presence(presence, frame.path("statuses"));
    }
  }

  /** An edit or deletion was carried out, by this command or before it. */
  private void changed(Asked asked, long seq, JsonNode frame) {
    JsonNode message = frame.path("message");
    String id = messages.require(message);
    boolean isDeletion = asked.request() instanceof Request.Delete;
    requireTookPart(asked);
    journal.require(
        id.equals(asked.request().conversation())
            && message.path("seq").asLong() == seq
            && message.path("deleted").asBoolean() == isDeletion
            && (!(asked.request() instanceof Request.Edit edit)
                || message.path("content").asText().equals(edit.content())),
        () -> session.name() + " changed something else: " + frame);
    if (isDeletion && model.talk(id).mayBeDeletedTwice(seq)) {
      session.view(id).showsChange(seq, message.path("rev").asLong());
    } else {
      session.view(id).seesOwnChange(seq, message.path("rev").asLong());
    }
  }

  /** The group stands so now, or did already. */
  private void changed(Asked asked, GroupRequest.Change change, JsonNode conversation) {
    Talk talk = talk(asked);
    if (change instanceof GroupRequest.Remove remove && remove.user().equals(session.user())) {
      return; // of a group a push says it: the answer may come after they were added again
    }
    long rev = conversation.path("rev").asLong(-1);
    GroupState then = talk.group(rev);
    journal.require(
        conversation.path("conversationId").asText().equals(change.conversation())
            && (then == null || then.isShownBy(conversation, session.user()))
            && (then == null || talk.stoodSince(asked.tick(), then)),
        () -> session.name() + " is shown what never was: " + conversation);
    session.view(change.conversation()).seesOwnGroup(rev);
  }

  /** A reaction was added or taken back, by this command or before it. */
  private void reacted(Asked asked, Request.React react, JsonNode frame) {
    requireTookPart(asked);
    journal.require(
        names(react, frame)
            && frame.path("messageId").asText().equals(react.message())
            && frame.path("reaction").asText().equals(react.reaction()),
        () -> session.name() + " reacted in another way: " + frame);
    if (frame.has("rev")) {
      messages.requireReaction(react.conversation(), session.user(), react.add(), frame);
      session.view(react.conversation()).seesOwnChange(react.seq(), frame.path("rev").asLong());
    }
  }

  private void presence(Request.Presence presence, JsonNode statuses) {
    for (int i = 0; i < presence.users().size(); i++) {
      String user = statuses.path(i).path("userId").asText();
      journal.require(user.equals(presence.users().get(i)), () -> "of others: " + statuses);
      session.knows(user, statuses.path(i).path("online").asBoolean());
    }
  }

  /** The command that is answered; those of one conversation are answered in order. */
  private @Nullable Asked take(JsonNode frame) {
    String event = frame.path("event").asText();
    String ref = frame.path("ref").asText(null);
    Set<String> before = new HashSet<>();
    for (Asked asked : session.underWay()) {
      String conversation = asked.request().conversation();
      boolean answered =
          ref != null
              ? asked.named() && ref.equals("r" + asked.number())
              : !asked.named() && asked.request().event().equals(event);
      if (answered) {
        journal.require(
            !before.contains(conversation) || mayOvertake(asked, frame),
            () -> session.name() + " is answered out of turn: " + frame);
        session.underWay().remove(asked);
        return asked;
      }
      before.add(conversation);
    }
    return null;
  }

  /** It is about no conversation, or is refused before anybody looks up where a message is. */
  private static boolean mayOvertake(Asked asked, JsonNode frame) {
    return asked.request().conversation().isEmpty()
        || (namesAMessage(asked.request()) && !frame.path("success").asBoolean());
  }

  private static boolean namesAMessage(Request request) {
    return request instanceof Request.Mark
        || request instanceof Request.Edit
        || request instanceof Request.Delete
        || request instanceof Request.React;
  }

  private static boolean names(Request request, JsonNode frame) {
    return frame.path("conversationId").asText().equals(request.conversation());
  }

  private Talk talk(Asked asked) {
    return model.talk(asked.request().conversation());
  }

  private void refused(Asked asked, String code) {
    Request request = asked.request();
    Talk talk = talk(asked);
    if (request instanceof Request.Send send) {
      session.device().isRefused(send, UNKNOWN.contains(code));
    }
    if (request instanceof Request.Join) {
      session.device().held(request.conversation()).isRejected();
      session.view(request.conversation()).isRejected(asked.tick());
    }
    if (request instanceof Request.Presence) {
      session.known().clear();
    }
    if (request instanceof Request.Edit edit) {
      changeIsRefused(asked, edit.seq(), edit.ifRev(), code);
      return;
    } else if (request instanceof Request.Delete delete) {
      changeIsRefused(asked, delete.seq(), null, code);
      return;
    } else if (request instanceof Request.React react) {
      changeIsRefused(asked, react.seq(), null, code);
      return;
    } else if (request instanceof Request.ChangeGroup group) {
      groupIsRefused(asked, group.change(), code);
      return;
    }
    boolean plain = !(request instanceof Request.Send send) || send.receiver() == null;
    boolean enters = request instanceof Request.Send || request instanceof Request.Join;
    UserId user = new UserId(session.user());
    boolean mayEnter =
        enters
            && talk.isOpen()
            && !talk.endedSince(session.user(), asked.tick())
            && !talk.wasSince(asked.tick(), then -> then.banned().contains(user));
    boolean isFrozen =
        request instanceof Request.Send
            && talk.wasSince(
                asked.tick(), then -> then.conversation().isPresent() && !then.mayWrite(user));
    boolean takesPart = talk.hadAlwaysSince(session.user(), asked.tick());
    boolean may = request.conversation().isEmpty() || (takesPart && !isFrozen) || mayEnter;
    journal.require(
        !(code.equals("forbidden") || code.equals("not_found")) || !plain || !may,
        () -> session.name() + " may, but is told " + code + ": " + asked);
    journal.require(
        !code.equals("invalid_payload") || isUsedKey(request),
        () -> session.name() + " asks well and is told invalid_payload: " + asked);
  }

  /** By what was stored at some time since it was asked. */
  private void groupIsRefused(Asked asked, GroupRequest.Change change, String code) {
    boolean right =
        UNKNOWN.contains(code)
            || code.equals("overloaded")
            || model.mayRefuse(
                change, Refusal.Code.valueOf(code.toUpperCase(Locale.ROOT)), asked.tick());
    journal.require(right, () -> session.name() + " is told " + code + ": " + asked);
  }

  private void changeIsRefused(Asked asked, long seq, @Nullable Long ifRev, String code) {
    Talk talk = talk(asked);
    Message present = talk.present(seq).message();
    boolean isOwn = present.sender().value().equals(session.user());
    UserId user = new UserId(session.user());
    boolean isDeletion = asked.request() instanceof Request.Delete;
    boolean isForbidden =
        isDeletion
            ? !isOwn && talk.wasSince(asked.tick(), then -> !then.mayDelete(user, present.sender()))
            : (!isOwn && asked.request() instanceof Request.Edit)
                || talk.wasSince(asked.tick(), then -> !then.mayWrite(user));
    boolean right =
        switch (code) {
          case "forbidden" -> isForbidden;
          case "not_found" -> !talk.hadAlwaysSince(session.user(), asked.tick());
          case "conflict" ->
              !isDeletion && (present.isDeleted() || (ifRev != null && present.rev() != ifRev));
          default -> UNKNOWN.contains(code) || code.equals("overloaded");
        };
    journal.require(right, () -> session.name() + " is told " + code + ": " + asked);
  }

  private boolean isUsedKey(Request request) {
    return request instanceof Request.Send send
        && send.key() != null
        && model.talk(send.conversation()).log().stream()
            .anyMatch(
                stored ->
                    stored.message().sender().value().equals(session.user())
                        && stored
                            .message()
                            .key()
                            .filter(k -> k.value().equals(send.key()))
                            .isPresent()
                        && !stored.message().content().text().equals(send.content()));
  }

  private void requireTookPart(Asked asked) {
    journal.require(
        talk(asked).hadSince(session.user(), asked.tick()),
        () -> session.name() + " may not: " + asked);
  }

  private void sent(Asked asked, Request.Send send, JsonNode frame) {
    JsonNode message = frame.path("message");
    long seq = message.path("seq").asLong();
    boolean duplicate = frame.path("duplicate").asBoolean();
    String id = messages.require(message);
    journal.require(
        id.equals(send.conversation()) && isFirst(talk(asked), seq, send.content()),
        () -> session.name() + " sent something else: " + frame);
    journal.require(!duplicate || send.key() != null, () -> "a duplicate without a key: " + frame);
    session.device().isStored(send);
    if (!duplicate) {
      requireTookPart(asked);
      journal.require(seq > asked.head(), () -> "stored before it was asked: " + frame);
      session.view(id).seesOwn(seq, message.path("rev").asLong(), session.isJoining(id));
    }
  }

  /** Whether that is what the message said when it was sent. */
  private static boolean isFirst(Talk talk, long seq, String content) {
    Talk.Stored sent = talk.at(seq);
    return sent != null && sent.message().content().text().equals(content);
  }

  private void joined(Asked asked, Request.Join join, JsonNode frame) {
    long seq = frame.path("seq").asLong(-1);
    long rev = frame.path("rev").asLong(-1);
    journal.require(names(join, frame), () -> "another room: " + frame);
    requireTookPart(asked);
    journal.require(
        seq >= asked.head()
            && seq <= talk(asked).head()
            && rev >= asked.rev()
            && rev <= talk(asked).rev(),
        () -> session.name() + " joined at a position that was not the newest: " + frame);
    String epoch = frame.path("epoch").asText();
    boolean recovered = frame.path("recovered").asBoolean();
    journal.require(
        frame.has("recovered") == (join.afterSeq() != null)
            && mayBeRecovered(asked, join, seq, rev, epoch, recovered),
        () -> session.name() + " can not go on like that: " + join + frame);
    requireStanding(asked, frame);
    session.view(join.conversation()).joins(join, recovered, seq, rev, asked.tick());
    session.isIn(join.conversation());
    session.device().isIn(epoch);
  }

  private boolean mayBeRecovered(
      Asked asked, Request.Join join, long seq, long rev, String epoch, boolean recovered) {
    if (!isRecoverable(join, seq, rev, epoch)) {
      return !recovered;
    }
    Long most = join.maxReplay();
    Long afterSeq = join.afterSeq();
    Long afterRev = join.afterRev();
    long from = afterSeq == null ? 0 : afterSeq;
    long messages = seq - from;
    long changed = afterRev == null ? 0 : talk(asked).changedAfter(from, afterRev);
    return recovered ? most == null || messages <= most : most != null && messages + changed > most;
  }

  private static boolean isRecoverable(Request.Join join, long seq, long rev, String epoch) {
    return join.afterSeq() != null
        && join.afterSeq() <= seq
        && (join.afterRev() == null || join.afterRev() <= rev)
        && (join.epoch() == null || join.epoch().equals(epoch));
  }

  /** What was read is as it was at some time since the join was asked. */
  private void requireStanding(Asked asked, JsonNode frame) {
    Talk talk = talk(asked);
    long readUpTo = frame.path("readUpTo").asLong(-1);
    int unread = frame.path("unread").asInt(-1);
    boolean counted = false;
    for (long head = asked.head(); head <= talk.head(); head++) {
      long from = Math.min(readUpTo, head);
      counted |= talk.mayBeOfOthers(unread, session.user(), from, head, asked.tick());
    }
    boolean right =
        counted
            && talk.own()
                .wasSince(session.user(), asked.tick(), then -> then.readUpTo() == readUpTo);
    journal.require(right, () -> session.name() + " has not read that: " + frame);
    model
        .personal()
        .answers()
        .requireReaders(
            asked.request().conversation(),
            OwnAnswers.readers(frame),
            Optional.of(session.user()),
            asked.tick());
  }

  private void marked(Asked asked, Request.Mark mark) {
    requireTookPart(asked);
    journal.require(
        talk(asked)
            .own()
            .wasSince(
                session.user(),
                asked.tick(),
                held -> mark.read() ? held.readUpTo() >= mark.seq() : held.readUpTo() < mark.seq()),
        () -> session.name() + " is told that it marked: " + asked);
  }

  private void allMarked(Asked asked, int updated) {
    requireTookPart(asked);
    List<OwnStates.State> held = talk(asked).own().since(session.user(), asked.tick());
    journal.require(
        held.stream().anyMatch(mark -> mark.readUpTo() >= asked.head()),
        () -> session.name() + " is told that all is read: " + asked);
    boolean counted = updated == 0;
    for (int i = 1; i < held.size(); i++) {
      counted |=
          talk(asked)
              .mayBeOfOthers(
                  updated,
                  session.user(),
                  held.get(i - 1).readUpTo(),
                  held.get(i).readUpTo(),
                  asked.tick());
    }
    boolean right = counted;
    journal.require(
        right, () -> session.name() + " is told to have read " + updated + ": " + asked);
  }

  private void fetched(Asked asked, Request.Fetch fetch, JsonNode frame) {
    requireTookPart(asked);
    JsonNode page = frame.path("messages");
    long first = page.path(0).path("seq").asLong();
    boolean more = frame.path("more").asBoolean();
    journal.require(page.size() <= fetch.limit(), () -> "more than asked for: " + frame);
    long now = talk(asked).head();
    for (int i = 0; i < page.size(); i++) {
      long seq = first + i;
      JsonNode message = page.get(i);
      messages.require(message);
      journal.require(message.path("seq").asLong() == seq, () -> "a page with a hole: " + frame);
    }
    boolean whole =
        fetch.forward()
            ? isAfter(fetch, asked.head(), now, first, page.size(), more)
            : isBefore(fetch, asked.head(), first, page.size(), more);
    journal.require(whole, () -> session.name() + " asked for another page: " + asked + frame);
  }

  private static boolean isAfter(
      Request.Fetch fetch, long least, long most, long first, int size, boolean more) {
    long end = fetch.seq() + size;
    boolean begins = size == 0 || first == fetch.seq() + 1;
    return begins && (more ? end < most && size == fetch.limit() : end >= least);
  }

  private static boolean isBefore(
      Request.Fetch fetch, long least, long first, int size, boolean more) {
    if (size == 0) {
      return !more && (fetch.seq() <= 1 || least == 0);
    }
    long last = first + size - 1;
    boolean ends = last >= Math.min(fetch.seq() - 1, least) && last < fetch.seq();
    return ends && more == (first > 1) && (!more || size == fetch.limit());
  }
}
