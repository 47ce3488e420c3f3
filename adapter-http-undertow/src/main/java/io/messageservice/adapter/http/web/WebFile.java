package io.messageservice.adapter.http.web;

import io.undertow.util.ETag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the page, as the jar has it.
 *
 * @param content read-only; a reader takes a duplicate
 */
record WebFile(ByteBuffer content, String mediaType, ETag tag) {

  static WebFile read(String name) {
    try (InputStream in = WebFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      byte[] bytes = in.readAllBytes();
      return new WebFile(
          ByteBuffer.wrap(bytes).asReadOnlyBuffer(), mediaTypeOf(name), tagOf(bytes));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String mediaTypeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static ETag tagOf(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ETag(false, HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }
}
