package io.messageservice.adapter.postgres.store;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values as columns, for a statement that writes many rows. Confined to one thread.
 *
 * @param <T> from what a row is made
 */
final class Columns<T> {

  private final Collection<T> rows;

  Columns(Collection<T> rows) {
    this.rows = rows;
  }

  long[] longs(ToLongFunction<T> of) {
    return rows.stream().mapToLong(of).toArray();
  }

  int[] ints(ToIntFunction<T> of) {
    return rows.stream().mapToInt(of).toArray();
  }

  @Nullable String[] texts(Function<T, @Nullable String> of) {
    return rows.stream().map(of).toArray(String[]::new);
  }

  boolean[] flags(Predicate<T> of) {
    boolean[] flags = new boolean[rows.size()];
    int i = 0;
    for (T row : rows) {
      flags[i++] = of.test(row);
    }
    return flags;
  }

  byte[][] bytes(Function<T, byte @Nullable []> of) {
    return rows.stream().map(of).toArray(byte[][]::new);
  }
}
