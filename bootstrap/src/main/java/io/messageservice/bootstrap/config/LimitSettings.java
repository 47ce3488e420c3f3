package io.messageservice.bootstrap.config;

/** How large what may be. */
public record LimitSettings(
    int maxFrameBytes,
    int maxServerFrameBytes,
    int maxContentLength,
    int maxAttachments,
    int maxMetadataBytes,
    int maxJsonDepth,
    int maxRoomsPerConnection,
    int maxParticipants) {

  static LimitSettings of(SettingReader read) {
    return new LimitSettings(
        read.get(
            "MAX_FRAME_BYTES",
            "256KiB",
            Formats.bytes("1KiB", "16MiB"),
            "The largest message on the wire, fragments together. Past it: close 1009. Of an HTTP"
                + " request the largest body. Past it: 413."),
        read.get(
            "MAX_SERVER_FRAME_BYTES",
            "512KiB",
            Formats.bytes("128KiB", "16MiB"),
            "The largest frame that is sent to a client: pages end before it, a message that"
                + " would not fit is `too_large`. Many client libraries take 1 MiB at most."),
        read.get(
            "MAX_CONTENT_LENGTH",
            "10000",
            Formats.count(1, 1_000_000),
            "The longest `content`, in characters (code points)."),
        read.get("MAX_ATTACHMENTS", "10", Formats.count(0, 100), "Attachments of one message."),
        read.get(
            "MAX_METADATA_BYTES",
            "4KiB",
            Formats.bytes("0", "1MiB"),
            "The largest `metadata` of an attachment."),
        read.get(
            "MAX_JSON_DEPTH",
            "32",
            Formats.count(4, 1_000),
            "How deep objects and arrays may be nested in a frame."),
        read.get(
            "MAX_ROOMS_PER_CONNECTION",
            "1000",
            Formats.count(1, 1_000_000),
            "Conversations that one connection may have joined at a time."),
        read.get(
            "MAX_PARTICIPANTS",
            "10000",
            Formats.count(2, 1_000_000),
            "Participants of one conversation."));
  }
}
