package io.messageservice.adapter.http;

import java.util.List;

/** Whether the service can serve. Any thread may ask; never blocks. */
public interface Readiness {

  /** What is missing, in a few fixed words each; empty where nothing is. */
  List<String> missing();
}
