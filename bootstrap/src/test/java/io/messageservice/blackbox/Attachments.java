package io.messageservice.blackbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Attachments that are good, to be spoilt one member at a time. */
public final class Attachments {

  private Attachments() {}

  public static ObjectNode minimal() {
    return Json.object(
        "fileUrl",
        "https://files.example/a.png",
        "fileName",
        "a.png",
        "fileType",
        "image/png",
        "fileSize",
        1024);
  }

  public static ObjectNode full() {
    ObjectNode file = minimal();
    file.put("id", "file-1");
    file.set("metadata", Json.object("width", 640, "tags", Json.array("a", "b"), "note", "grüezi"));
    return file;
  }

  public static ObjectNode with(String member, Object value) {
    ObjectNode file = full();
    file.setAll(Json.object(member, value));
    return file;
  }
}
