package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.feed.ConversationFeed.Verdict;
import io.messageservice.application.feed.FeedMessage.Own;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tests of one feed, which they bring into a state first. */
abstract class OneFeed {

  private static final ConversationId ID = new ConversationId("c");
  static final UserId ANN = new UserId("ann");
  private static final Participants USERS = Participants.of(ANN, new UserId("bob"));

  /** Feeds of the table have delivered up to here, and know this access version. */
  static final long POSITION = 5;

  static final long ACCESS = 2;

  final ConversationFeed feed = new ConversationFeed(ID);
  final List<String> answers = new ArrayList<>();

  /** The states of the table. */
  enum State {
    UNKNOWN,
    CURRENT,
    INCOMPLETE,
    FAILING
  }

  final void bring(State state) {
    if (state != State.UNKNOWN) {
      start();
    }
    if (state == State.INCOMPLETE || state == State.FAILING) {
      assertThat(feed.offer(foreign(7))).isEqualTo(Verdict.GAP);
      feed.beginRead();
    }
    if (state == State.FAILING) {
      feed.failRead(true);
    }
  }

  final void start() {
    feed.access().learn(conversation(ACCESS, POSITION));
    feed.start(at(POSITION));
  }

  static Conversation conversation(long access, long head) {
    return new Conversation(ID, Kind.OPEN, USERS, access, head, Instant.EPOCH);
  }

  static Position at(long seq) {
    return Position.ofMessages(seq);
  }

  static FeedMessage foreign(long seq) {
    return FeedMessage.of(at(seq), ACCESS, FeedEvents.sent(at(seq)));
  }

  static FeedMessage change(long seq, long rev) {
    Position position = new Position(seq, rev);
    return FeedMessage.of(position, ACCESS, FeedEvents.changed(1, position));
  }

  final FeedMessage own(long seq) {
    return message(seq, ACCESS, true);
  }

  final FeedMessage message(long seq, long access, boolean own) {
    Own answer =
        new Own(
            null,
            event -> answers.add("sent " + seq),
            refusal -> answers.add(refusal.code() + " " + seq));
    return new FeedMessage(
        at(seq), access, FeedEvents.sent(at(seq)), own ? Optional.of(answer) : Optional.empty());
  }

  final FeedMessage fill(FeedMessage read) {
    FeedMessage next = feed.fill(read).map(read::with).orElse(read);
    feed.filled(read);
    return next;
  }

  static String deliver(FeedMessage message) {
    message.own().ifPresent(own -> own.delivered().accept(message.event()));
    return " " + (message.isMessage() ? message.position().seq() : "r" + message.position().rev());
  }

  final String drain() {
    StringBuilder delivered = new StringBuilder();
    feed.doDue();
    for (Optional<FeedMessage> next = feed.next(); next.isPresent(); next = feed.next()) {
      delivered.append(deliver(next.get()));
      feed.doDue();
    }
    return delivered.toString();
  }

  final void waitAt(long seq, String name) {
    feed.whenAt(
        at(seq),
        position -> answers.add(name + " at " + position.seq()),
        refusal -> answers.add(refusal.code() + " " + name));
  }
}
