package io.messageservice.adapter.http;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.json.Json;
import io.undertow.util.StatusCodes;
import java.util.Locale;

/**
 * A refusal, as a problem document (RFC 9457) with the members {@code error} and {@code code} of
 * the contract.
 *
 * @param code for programs
 * @param error for people
 */
record Problem(int status, String code, String error) {

  static final String MEDIA_TYPE = "application/problem+json";

  static final Problem NOTHING_HERE =
      new Problem(StatusCodes.NOT_FOUND, "not_found", "nothing is at this path");

  static final Problem NO_SUCH_METHOD =
      new Problem(
          StatusCodes.METHOD_NOT_ALLOWED, "method_not_allowed", "this path has other methods");

  static final Problem ORIGIN =
      new Problem(StatusCodes.FORBIDDEN, "forbidden", "origin not allowed");

  static final Problem MEDIA =
      new Problem(
          StatusCodes.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_media_type",
          "the body: application/json in UTF-8");

  static final Problem GONE =
      new Problem(StatusCodes.GONE, "gone", "events after this one are not kept any more");

  static final Problem STOPPING =
      new Problem(
          StatusCodes.SERVICE_UNAVAILABLE, "unavailable", "this node stops, ask another one");

  static Problem unauthenticated(String error) {
    return new Problem(StatusCodes.UNAUTHORIZED, "unauthenticated", error);
  }

  static Problem of(Refusal refusal) {
    return new Problem(
        status(refusal.code()), refusal.code().name().toLowerCase(Locale.ROOT), refusal.text());
  }

  /** A request that was judged by its head alone. */
  static Problem ofHead(int status) {
    return switch (status) {
      case StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE ->
          new Problem(status, "too_large", "request line and headers: 8 KiB at most");
      case StatusCodes.SERVICE_UNAVAILABLE ->
          new Problem(status, "overloaded", "too many connections, try again later");
      default -> new Problem(status, "invalid_format", "it is not plain where the body ends");
    };
  }

  static Problem bodyTooLarge(int maxBytes) {
    return of(Refusal.tooLarge("the body: " + maxBytes + " bytes at most"));
  }

  private static int status(Refusal.Code code) {
    return switch (code) {
      case INVALID_FORMAT, INVALID_PAYLOAD, UNKNOWN_EVENT -> StatusCodes.BAD_REQUEST;
      case FORBIDDEN -> StatusCodes.FORBIDDEN;
      case NOT_FOUND -> StatusCodes.NOT_FOUND;
      case CONFLICT -> StatusCodes.CONFLICT;
      case REJECTED -> StatusCodes.UNPROCESSABLE_ENTITY;
      case TOO_LARGE -> StatusCodes.REQUEST_ENTITY_TOO_LARGE;
      case RATE_LIMITED -> StatusCodes.TOO_MANY_REQUESTS;
      case OVERLOADED, UNAVAILABLE -> StatusCodes.SERVICE_UNAVAILABLE;
      case INTERNAL -> StatusCodes.INTERNAL_SERVER_ERROR;
    };
  }

  byte[] json() {
    return json(json -> {});
  }

  /** With what the writer adds. */
  byte[] json(Json.Writer members) {
    return Json.write(
        json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", StatusCodes.getReason(status));
          json.writeNumberField("status", status);
          json.writeStringField("error", error);
          json.writeStringField("code", code);
          members.writeTo(json);
        });
  }
}
