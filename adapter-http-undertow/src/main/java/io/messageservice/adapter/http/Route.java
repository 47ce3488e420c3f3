package io.messageservice.adapter.http;

import io.undertow.util.HttpString;

/** One row of the API: what a method does at a path. */
record Route(HttpString method, PathTemplate path, Operation operation) {

  static Route of(HttpString method, String path, Operation operation) {
    return new Route(method, PathTemplate.of(path), operation);
  }
}
