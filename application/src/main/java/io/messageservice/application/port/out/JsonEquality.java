package io.messageservice.application.port.out;

/**
 * Compares JSON by value: the order of members, white space, escapes and the way in which a number
 * is written do not matter. Any thread may call; never blocks.
 */
public interface JsonEquality {

  /** The text in a form in which JSON of equal value is an equal text; it was read before. */
  String canonical(String json);

  /** Whether both texts have the same value; each is JSON that was read before. */
  default boolean isSame(String one, String other) {
    return one.equals(other) || canonical(one).equals(canonical(other));
  }
}
