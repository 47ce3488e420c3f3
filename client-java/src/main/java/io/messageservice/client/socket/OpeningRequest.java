package io.messageservice.client.socket;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where to connect, and what is asked for.
 *
 * @param subprotocols the preferred one first; empty for none
 */
public record OpeningRequest(URI address, Map<String, String> headers, List<String> subprotocols) {

  public OpeningRequest {
    headers = Map.copyOf(headers);
    subprotocols = List.copyOf(subprotocols);
  }

  /** Without headers and subprotocols. */
  public static OpeningRequest to(URI address) {
    return new OpeningRequest(address, Map.of(), List.of());
  }

  public OpeningRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new OpeningRequest(address, more, subprotocols);
  }

  public OpeningRequest withSubprotocols(List<String> offered) {
    return new OpeningRequest(address, headers, offered);
  }
}
