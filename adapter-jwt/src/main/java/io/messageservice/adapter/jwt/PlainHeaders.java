package io.messageservice.adapter.jwt;

import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.LocatorAdapter;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.util.Collections;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the key of signed tokens whose header asks for no extension. Any thread may call.
 *
 * <p>The header is read before the signature is known to be good. So compression, unencoded
 * payloads and critical extensions (RFC 7797; RFC 7515, section 4.1.11) are refused here, before
 * anything is done for them. Encrypted and unsecured tokens find no key.
 */
final class PlainHeaders extends LocatorAdapter<Key> {

  private static final Set<String> UNWANTED = Set.of("b64", "crit", "enc", "zip");

  private final Function<JwsHeader, Key> keys;

  PlainHeaders(Function<JwsHeader, Key> keys) {
    this.keys = keys;
  }

  @Override
  protected Key locate(JwsHeader header) {
    if (!Collections.disjoint(header.keySet(), UNWANTED)) {
      throw new UnsupportedJwtException("the header asks for an extension");
    }
    return keys.apply(header);
  }
}
