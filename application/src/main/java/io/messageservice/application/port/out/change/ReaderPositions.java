package io.messageservice.application.port.out.change;

import java.util.Optional;

/**
 * How far readers of the log have come, kept in the store: a text for each reader. Of the nodes
 * that share a store one at a time is a reader. Any thread that may block may call.
 *
 * <p>Every method throws {@link io.messageservice.application.port.out.StoreUnavailable} where the
 * store cannot answer; whether a position was noted is then not known.
 */
public interface ReaderPositions {

  /**
   * Takes the lease of a reader or renews it, where no other node has it. It ends some seconds
   * after the last call; another node may be the reader then.
   *
   * @param reader letters, at most 32
   * @return the position that was noted last, an empty text where none was; nothing where another
   *     node has the lease
   */
  Optional<String> take(String reader);

  /**
   * Notes how far a reader has come.
   *
   * @param position at most 200 characters
   * @return whether this node still has the lease; otherwise nothing is noted
   */
  boolean note(String reader, String position);

  /** Gives the lease up, if this node has it: another node may be the reader at once. */
  void leave(String reader);
}
