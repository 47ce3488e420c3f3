package io.messageservice.protocol;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.MessageContent;
import java.util.Optional;

/**
 * How much a frame may hold and how many may come.
 *
 * @param maxContentLength the longest {@code content}, in code points
 * @param maxAttachments the most attachments of a message
 * @param maxMetadataBytes the largest {@code metadata} of an attachment, in bytes of compact UTF-8
 * @param maxDepth how deep JSON may nest
 * @param maxServerFrameBytes the largest frame that is sent to a client
 * @param commandRate how many commands a user may send to this node, over all connections; empty
 *     for any number
 */
public record Limits(
    int maxContentLength,
    int maxAttachments,
    int maxMetadataBytes,
    int maxDepth,
    int maxServerFrameBytes,
    Optional<Rate> commandRate) {

  /** How deep JSON may nest, by default. */
  public static final int DEFAULT_MAX_DEPTH = 32;

  /** The largest frame that is sent to a client, by default. */
  public static final int DEFAULT_MAX_SERVER_FRAME_BYTES = 512 << 10;

  /** The least that it may be set to. */
  public static final int MIN_SERVER_FRAME_BYTES = 128 << 10;

  /** The limits of the contract, without a rate. */
  public static final Limits DEFAULT =
      new Limits(
          MessageContent.DEFAULT_MAX_LENGTH,
          Attachment.DEFAULT_MAX_PER_MESSAGE,
          Attachment.DEFAULT_MAX_METADATA_BYTES,
          DEFAULT_MAX_DEPTH,
          DEFAULT_MAX_SERVER_FRAME_BYTES,
          Optional.empty());
}
