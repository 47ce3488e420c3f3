package io.messageservice.adapter.postgres.store;

import io.messageservice.application.store.batch.KnownRecords;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was asked of one kind, and what was answered. Only the lane may call. */
final class BatchAnswers<Q, A> {

  private final Map<Q, A> known = new HashMap<>();
  private final Set<Q> wanted = new LinkedHashSet<>();

  /**
   * The answer.
   *
   * @throws KnownRecords.Missed where it is not known yet
   */
  A ask(Q question) {
    A answer = known.get(question);
    if (answer == null) {
      wanted.add(question);
      throw new KnownRecords.Missed();
    }
    return answer;
  }

  /** Asks for all of these at once that are not known. */
  void ahead(Iterable<Q> questions) {
    boolean isKnown = true;
    for (Q question : questions) {
      if (!known.containsKey(question)) {
        wanted.add(question);
        isKnown = false;
      }
    }
    if (!isKnown) {
      throw new KnownRecords.Missed();
    }
  }

  boolean isComplete() {
    return wanted.isEmpty();
  }

  /** Whether it is known. */
  boolean has(Q question) {
    return known.containsKey(question);
  }

  /** What is not known yet. */
  Set<Q> wanted() {
    return wanted;
  }

  /** Takes what is not known yet, to answer it. */
  List<Q> take() {
    List<Q> all = List.copyOf(wanted);
    wanted.clear();
    return all;
  }

  void answer(Q question, A answer) {
    known.put(question, answer);
  }

  /** What is known. */
  Map<Q, A> known() {
    return known;
  }
}
