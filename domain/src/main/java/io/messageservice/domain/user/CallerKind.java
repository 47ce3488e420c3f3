package io.messageservice.domain.user;

/** By what right somebody asks for something. */
public enum CallerKind {
  /** A user, for themselves: they may do what they take part in allows. */
  USER,
  /** Another service of the product, for any user and in any conversation. */
  SERVICE
}
