package io.messageservice.application.memory.cluster;

import io.messageservice.application.memory.cluster.InMemoryBoard.Answer;
import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node's end of an {@link InMemoryBoard}. It gives signs of life, asks for one change after
 * another until each is known to be carried out, and tells transitions by number. Guarded by
 * itself; what it has to tell it tells on the node's thread.
 */
final class BoardEnd implements PresenceBoard {

  private final InMemoryBoard board;
  private final Network.Way way;
  private final Timer timer;

  /** Who has a connection here. */
  private final Map<UserId, DisplayName> users = new LinkedHashMap<>();

  /** What the board does not know yet, as far as this end knows. */
  private final Deque<Change> changes = new ArrayDeque<>();

  private @Nullable Listener listener;

  /** 0 before there is one. */
  private long lease;

  /** How many changes there were under the lease. */
  private long changed;

  /** The number of the transition that was told last; negative before anything was. */
  private long told = -1;

  BoardEnd(InMemoryBoard board, Network.Way way, Timer timer) {
    this.board = board;
    this.way = way;
    this.timer = timer;
  }

  String name() {
    return way.name();
  }

  @Override
  public synchronized void listen(Listener first) {
    listener = first;
    live();
  }

  private synchronized void live() {
    ask();
    send();
    timer.after(board.period(), this::live);
  }

  private synchronized void ask() {
    long held = lease;
    long knows = told;
    way.ask(
        () -> {
          Answer answer = board.answer(name(), held, knows);
          way.answer(() -> answered(held, knows < 0, answer));
        });
  }

  private synchronized void answered(long held, boolean whole, Answer answer) {
    if (!whole) {
      take(answer.news());
    } else if (told < 0) {
      told = answer.head();
      answer.news().forEach(this::tell);
    }
    if (held == lease && answer.lease() != lease) {
      lease = answer.lease();
      changes.clear();
      changed = 0;
      users.forEach((user, as) -> change(at -> at.connected(answer.lease(), user, as)));
      send();
    }
  }

  @Override
  public synchronized void connected(UserId user, DisplayName as) {
    users.put(user, as);
    long held = lease;
    changeAndSend(at -> at.connected(held, user, as));
  }

  @Override
  public synchronized void disconnected(UserId user, DisplayName as, Duration grace) {
    users.remove(user);
    Moment now = board.now();
    long held = lease;
    changeAndSend(at -> at.disconnected(held, user, now, grace));
    timer.after(grace, this::ask);
  }

  private void changeAndSend(Consumer<Stays> what) {
    if (lease > 0) {
      change(what);
      if (changes.size() == 1) {
        send();
      }
    }
  }

  private void change(Consumer<Stays> what) {
    changes.add(new Change(lease, ++changed, what));
  }

  /** Asks for the first change, once more where it is not known whether that arrived. */
  private void send() {
    Change first = changes.peek();
    if (first != null) {
      way.ask(
          () -> {
            board.carryOut(first.lease(), first.number(), first.what());
            way.answer(() -> acknowledged(first));
          });
    }
  }

  private synchronized void acknowledged(Change change) {
    if (change.equals(changes.peek())) {
      changes.remove();
      send();
    }
  }

  /** Transitions happened. */
  void hears(List<BoardTransition> news) {
    way.tell(() -> take(news));
  }

  /** Tells what comes next; where something before is missing it is asked for. */
  private synchronized void take(List<BoardTransition> news) {
    for (BoardTransition next : news) {
      if (told >= 0 && next.number() == told + 1) {
        told++;
        tell(next);
      }
    }
    if (told >= 0 && !news.isEmpty() && news.get(news.size() - 1).number() > told) {
      ask();
    }
  }

  private void tell(BoardTransition transition) {
    Listener all = listener;
    if (all != null) {
      way.tell(() -> all.onTransition(transition.transition(), transition.lastSeen()));
    }
  }

  /** What the board is to do for a user, under the lease that was held when it came up. */
  private record Change(long lease, long number, Consumer<Stays> what) {}
}
