/**
 * Tokens to identities, by jjwt and, for keys that a URL publishes, Nimbus: the only package that
 * knows how a token is built.
 *
 * <p>{@link io.messageservice.adapter.jwt.JwtIdentities} verifies them, {@link
 * io.messageservice.adapter.jwt.TokenIssuer} makes some for trying out. One kind of key serves a
 * process: a shared secret, one public key, or the set that a URL publishes; the keys determine
 * which algorithms may be asked of them. Neither a token nor a key is ever part of an exception, a
 * {@code toString} or a log line.
 */
@NullMarked
package io.messageservice.adapter.jwt;

import org.jspecify.annotations.NullMarked;
