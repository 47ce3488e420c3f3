package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.presence.Board.Entries;
import io.messageservice.adapter.redis.presence.Board.Head;
import io.messageservice.adapter.redis.presence.Board.Page;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the whole board, page by page, while others go on changing it. What changed meanwhile is
 * taken from the log afterwards, so that in the end it is the board at one number. For one reading;
 * its stages follow each other.
 */
final class BoardReader {

  private final Board board;
  private final Map<UserId, DisplayName> online = new HashMap<>();

  private BoardReader(Board board) {
    this.board = board;
  }

  /** Who is online at that number. */
  record BoardState(Head head, Map<UserId, DisplayName> online) {}

  /** The board changed faster than it could be read, or is another one now. */
  static final class Overtaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("the board was overtaken", null, false, false);
    }
  }

  /** Fails with {@link Overtaken} where it has to be begun again. */
  static CompletionStage<BoardState> read(Board board) {
    return board.page("0").thenCompose(first -> new BoardReader(board).after(first, first.head()));
  }

  private CompletionStage<BoardState> after(Page page, Head begun) {
    online.putAll(page.users());
    if (!page.head().board().equals(begun.board())) {
      return overtaken();
    }
    if (page.isLast()) {
      return catchUp(begun);
    }
    return board.page(page.next()).thenCompose(next -> after(next, begun));
  }

  private CompletionStage<BoardState> catchUp(Head reached) {
    return board.read(reached).thenCompose(entries -> apply(entries, reached));
  }

  private CompletionStage<BoardState> apply(Entries entries, Head reached) {
    Head head = entries.head();
    if (!head.board().equals(reached.board())) {
      return overtaken();
    }
    long number = reached.number();
    for (StoredTransition next : entries.transitions()) {
      if (next.number() != ++number) {
        return overtaken();
      }
      apply(next);
    }
    if (number >= head.number()) {
      return CompletableFuture.completedStage(
          new BoardState(new Head(head.board(), number), online));
    }
    return entries.transitions().isEmpty() ? overtaken() : catchUp(new Head(head.board(), number));
  }

  private void apply(StoredTransition next) {
    UserId user = next.transition().user();
    if (next.transition().online()) {
      online.put(user, next.transition().name());
    } else {
      online.remove(user);
    }
  }

  private static CompletionStage<BoardState> overtaken() {
    return CompletableFuture.failedStage(new Overtaken());
  }
}
