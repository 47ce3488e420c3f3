package io.messageservice.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParticipantsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

  /** A path of at most this many branches; the hashes of the test's users differ early. */
  private static final int MOST_LEVELS = 4;

  @ParameterizedTest
  @ValueSource(ints = {3, 12, 60, 2_000})
  void behaveAsHashSetsDo(int users) {
    check(users, number -> new UserId("u" + number));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 12, 60, 512})
  void behaveAsHashSetsDoWhereHashesAreTheSame(int users) {
    check(users, ParticipantsTest::colliding);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 60, 600})
  void behaveAsHashSetsDoWhereSomeHashesAreTheSame(int users) {
    check(users, n -> n % 3 == 0 ? colliding(n / 3) : new UserId("u" + n));
  }

  @Test
  void usersOfTheTestDoCollide() {
    assertThat(colliding(0).hashCode()).isEqualTo(colliding(511).hashCode());
    assertThat(colliding(0)).isNotEqualTo(colliding(511));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 9, 10, 300, 5_000})
  void contentAloneDeterminesTheOrder(int count) {
    List<UserId> users = new ArrayList<>(users(count));
    Participants bulk = Participants.of(users);
    Collections.shuffle(users, new Random(count));

    Participants joined = joined(users);
    Participants left = joined;
    for (int i = count; i < 2 * count; i++) {
      left = left.with(new UserId("u" + i));
    }
    for (int i = count; i < 2 * count; i++) {
      left = left.without(new UserId("u" + i));
    }

    assertThat(joined).isEqualTo(bulk).hasSameHashCodeAs(bulk);
    assertThat(left).isEqualTo(bulk).hasSameHashCodeAs(bulk);
    assertThat(List.copyOf(joined.asSet())).isEqualTo(List.copyOf(bulk.asSet()));
    assertThat(List.copyOf(left.asSet())).isEqualTo(List.copyOf(bulk.asSet()));
  }

  @Test
  void fewAreOneArrayInOrder() {
    Participants few = Participants.of(BOB, ANN);

    assertThat(few.trie().children()).isEmpty();
    assertThat(few).containsExactly(ANN, BOB).hasToString("[ann, bob]");
    assertThat(joined(users(UserTrie.MAX_LEAF)).trie().children()).isEmpty();
    assertThat(joined(users(UserTrie.MAX_LEAF + 1)).trie().children()).isNotEmpty();
  }

  @Test
  void repeatedUserIsThereOnce() {
    assertThat(Participants.of(List.of(ANN, BOB, ANN)).size()).isEqualTo(2);
    assertThat(Participants.of(ANN, ANN).size()).isEqualTo(1);
  }

  @Test
  void whatChangesNothingGivesTheSame() {
    Participants many = joined(users(1_000));

    assertThat(many.with(new UserId("u7"))).isSameAs(many);
    assertThat(many.without(ANN)).isSameAs(many);
    assertThat(Participants.NONE.without(ANN)).isSameAs(Participants.NONE);
  }

  @Test
  void joinCopiesOnlyThePathToTheUser() {
    Participants before = Participants.of(users(10_000));
    Set<UserTrie> nodes = identitySet();
    assertThat(fresh(before.trie(), nodes, node -> 1)).isGreaterThan(1_000);

    Participants after = before.with(ANN);
    assertThat(fresh(after.trie(), nodes, node -> 1)).isBetween(2, MOST_LEVELS);
    Participants again = after.without(ANN);
    assertThat(fresh(again.trie(), nodes, node -> 1)).isBetween(2, MOST_LEVELS);
  }

  /** Copying the set each time would copy 25 million references here. */
  @Test
  void manyJoinsAndLeavesCopyLittleEach() {
    List<UserId> users = users(5_000);
    Set<UserTrie> nodes = identitySet();
    Participants now = Participants.NONE;
    int copied = 0;
    for (UserId user : users) {
      now = now.with(user);
      copied += fresh(now.trie(), nodes, ParticipantsTest::references);
    }
    for (UserId user : users) {
      now = now.without(user);
      copied += fresh(now.trie(), nodes, ParticipantsTest::references);
    }

    assertThat(now).isEqualTo(Participants.NONE);
    assertThat(copied).isLessThan(2 * users.size() * MOST_LEVELS * 32);
  }

  @Test
  void viewIsUnmodifiable() {
    for (Participants some : List.of(Participants.of(ANN, BOB), joined(users(100)))) {
      Iterator<UserId> users = some.asSet().iterator();
      users.next();
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(users::remove);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> some.asSet().add(new UserId("new")));
      users.forEachRemaining(user -> {});
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(users::next);
    }
  }

  /** Adds and removes at random, beside a HashSet, and compares with what it was some steps ago. */
  private static void check(int users, IntFunction<UserId> user) {
    Random random = new Random(users);
    Participants now = Participants.NONE;
    Set<UserId> model = new HashSet<>();
    Participants old = now;
    Set<UserId> oldModel = Set.of();
    for (int step = 0; step < 5_000; step++) {
      UserId next = user.apply(random.nextInt(users));
      boolean grows = random.nextInt(10) < (step / 1_000 % 2 == 0 ? 7 : 3);
      now = grows ? now.with(next) : now.without(next);
      boolean changes = grows ? model.add(next) : model.remove(next);

      assertThat(now.contains(next)).isEqualTo(grows);
      assertThat(now.size()).isEqualTo(model.size());
      assertThat(now.hashCode()).isEqualTo(model.hashCode());
      assertThat(changes && now.equals(old) && !model.equals(oldModel)).isFalse();
      if (random.nextInt(50) == 0) {
        checkContent(now, model);
        checkDifference(now, model, old, oldModel);
        old = now;
        oldModel = Set.copyOf(model);
      }
    }
  }

  private static void checkContent(Participants now, Set<UserId> model) {
    List<UserId> listed = new ArrayList<>();
    now.forEach(listed::add);
    assertThat(listed).hasSameSizeAs(model);
    assertThat(new HashSet<>(listed)).isEqualTo(model);
    assertThat(now.asSet()).isEqualTo(model);
    assertThat(now).isEqualTo(Participants.of(model));
    assertThat(model).allMatch(now::contains);
  }

  private static void checkDifference(
      Participants now, Set<UserId> model, Participants old, Set<UserId> oldModel) {
    Set<UserId> came = new HashSet<>(model);
    came.removeAll(oldModel);
    Set<UserId> went = new HashSet<>(oldModel);
    went.removeAll(model);
    assertThat(now.notIn(old)).containsExactlyInAnyOrderElementsOf(came);
    assertThat(old.notIn(now)).containsExactlyInAnyOrderElementsOf(went);
    assertThat(now.equals(old)).isEqualTo(model.equals(oldModel));
  }

  /** The sum over the nodes that were not seen before. */
  private static int fresh(UserTrie node, Set<UserTrie> seen, ToIntFunction<UserTrie> measure) {
    if (!seen.add(node)) {
      return 0;
    }
    int sum = measure.applyAsInt(node);
    for (UserTrie child : node.children()) {
      sum += fresh(child, seen, measure);
    }
    return sum;
  }

  private static int references(UserTrie node) {
    return node.children().isEmpty() ? node.size() : node.children().size();
  }

  private static Set<UserTrie> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static Participants joined(List<UserId> users) {
    Participants joined = Participants.NONE;
    for (UserId user : users) {
      joined = joined.with(user);
    }
    return joined;
  }

  private static List<UserId> users(int count) {
    return IntStream.range(0, count).mapToObj(number -> new UserId("u" + number)).toList();
  }

  /** Ids of up to nine times "Aa" or "BB", which have the same hash. */
  private static UserId colliding(int number) {
    StringBuilder id = new StringBuilder();
    for (int bit = 0; bit < 9; bit++) {
      id.append((number & (1 << bit)) == 0 ? "Aa" : "BB");
    }
    return new UserId(id.toString());
  }
}
