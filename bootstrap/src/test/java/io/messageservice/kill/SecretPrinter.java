package io.messageservice.kill;

import io.messageservice.blackbox.Tokens;

/** Prints the secret that the tests' tokens are signed with; of use nowhere else. */
public final class SecretPrinter {

  private SecretPrinter() {}

  /** No arguments. */
  public static void main(String[] none) {
    System.out.println(Tokens.SECRET);
  }
}
