package io.messageservice.domain.message;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A file that a message points at. The service keeps the words, not the file.
 *
 * @param id the client's own id of it
 * @param fileUrl where it lies
 * @param fileSizeBytes its size, from 0 to 2^53 - 1
 * @param metadata any JSON, as the client wrote it; opaque
 */
public record Attachment(
    Optional<String> id,
    String fileUrl,
    String fileName,
    String fileType,
    long fileSizeBytes,
    Optional<String> metadata) {

  /** The most attachments of one message, by default. */
  public static final int DEFAULT_MAX_PER_MESSAGE = 10;

  /** The longest {@code fileUrl}, in UTF-16 characters. */
  public static final int MAX_URL_LENGTH = 2_048;

  /** The longest {@code id}, {@code fileName} and {@code fileType}, in UTF-16 characters. */
  public static final int MAX_NAME_LENGTH = 255;

  /** The largest {@code fileSize}: what every JSON reader can hold without loss. */
  public static final long MAX_FILE_SIZE_BYTES = (1L << 53) - 1;

  /** The largest {@code metadata} in UTF-8, by default. */
  public static final int DEFAULT_MAX_METADATA_BYTES = 4_096;

  /**
   * @throws IllegalArgumentException where a member is longer or larger than its limit
   */
  public Attachment {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(metadata, "metadata");
    check(fileUrl.length() <= MAX_URL_LENGTH, "fileUrl");
    check(fileName.length() <= MAX_NAME_LENGTH, "fileName");
    check(fileType.length() <= MAX_NAME_LENGTH, "fileType");
    check(id.isEmpty() || id.get().length() <= MAX_NAME_LENGTH, "id");
    check(fileSizeBytes >= 0 && fileSizeBytes <= MAX_FILE_SIZE_BYTES, "fileSize");
  }

  /**
   * Whether both have the same content.
   *
   * @param sameJson whether two JSON texts have the same value
   */
  boolean isSameAs(Attachment other, BiPredicate<String, String> sameJson) {
    return id.equals(other.id)
        && fileUrl.equals(other.fileUrl)
        && fileName.equals(other.fileName)
        && fileType.equals(other.fileType)
        && fileSizeBytes == other.fileSizeBytes
        && metadata.isPresent() == other.metadata.isPresent()
        && (metadata.isEmpty() || sameJson.test(metadata.get(), other.metadata.orElseThrow()));
  }

  /** All its words together, in UTF-16 characters. */
  int length() {
    return fileUrl.length()
        + fileName.length()
        + fileType.length()
        + id.map(String::length).orElse(0)
        + metadata.map(String::length).orElse(0);
  }

  private static void check(boolean good, String member) {
    if (!good) {
      throw new IllegalArgumentException(member + " is out of its limits");
    }
  }
}
