package io.messageservice.application.store;

import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a message holds, as bytes: {@code t} and the text; or {@code a}, the text, the number of
 * attachments and of each its parts, texts with their length in four bytes before them, where -1
 * stands for none. Where it has more, that follows: metadata, type, the message it replies to and
 * the position of that, how many users it mentions (-1 for all) and who, and in the last byte 1
 * where it is of the system, otherwise 0: scripts read that byte. Earlier versions pass it over.
 *
 * <p>And its state, as text: its {@code rev} and, where it was edited or deleted, {@code e} for
 * edited, {@code d} for deleted by its sender or {@code m} for deleted by somebody else, and when,
 * in milliseconds.
 */
public record Contents(MessageContent content, MessageAttributes attributes) {

  private static final byte TEXT = 't';
  private static final byte ATTACHMENTS = 'a';
  private static final int NONE = -1;

  private static final String EDITED = "e";
  private static final String DELETED = "d";
  private static final String DELETED_BY_OTHERS = "m";

  /** Of that message. */
  public static Contents of(Message message) {
    return new Contents(message.content(), message.attributes());
  }

  /** As bytes. */
  public byte[] encode() {
    byte[] text = content.text().getBytes(StandardCharsets.UTF_8);
    boolean isPlain = content.metadata().isEmpty() && attributes.isEmpty();
    if (isPlain && content.attachments().isEmpty()) {
      byte[] plain = new byte[1 + text.length];
      plain[0] = TEXT;
      System.arraycopy(text, 0, plain, 1, text.length);
      return plain;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(ATTACHMENTS);
      out.writeInt(text.length);
      out.write(text);
      out.writeInt(content.attachments().size());
      for (Attachment attachment : content.attachments()) {
        write(attachment, out);
      }
      if (!isPlain) {
        writeMore(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void writeMore(DataOutputStream out) throws IOException {
    write(content.metadata(), out);
    write(attributes.type().map(MessageType::value), out);
    write(attributes.replyTo().map(to -> to.message().value()), out);
    out.writeLong(attributes.replyTo().map(ReplyTo::seq).orElse(0L));
    Mentions mentions = attributes.mentions();
    out.writeInt(mentions.everybody() ? NONE : mentions.users().size());
    for (UserId user : mentions.users()) {
      write(Optional.of(user.value()), out);
    }
    out.writeBoolean(attributes.isSystem());
  }

  /** What {@link #encode} made. */
  public static Contents decode(byte[] bytes) {
    if (bytes[0] == TEXT) {
      String text = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
      return new Contents(MessageContent.of(text), MessageAttributes.NONE);
    }
    if (bytes[0] != ATTACHMENTS) {
      throw new IllegalStateException("not a message as this version writes it");
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
      String text = read(in).orElseThrow();
      List<Attachment> attachments = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        attachments.add(attachment(in));
      }
      if (in.available() == 0) {
        return new Contents(new MessageContent(text, attachments), MessageAttributes.NONE);
      }
      return new Contents(new MessageContent(text, attachments, read(in)), attributes(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageAttributes attributes(DataInputStream in) throws IOException {
    Optional<MessageType> type = read(in).map(MessageType::new);
    Optional<MessageId> repliesTo = read(in).map(MessageId::new);
    long seq = in.readLong();
    return new MessageAttributes(type, repliesTo.map(id -> new ReplyTo(id, seq)), mentions(in));
  }

  private static Mentions mentions(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count == NONE) {
      return Mentions.EVERYBODY;
    }
    List<UserId> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      users.add(new UserId(read(in).orElseThrow()));
    }
    return new Mentions(false, users);
  }

  /** Of a message that was edited or deleted. */
  public static String text(Revision revision) {
    Optional<Deletion> deletion = revision.deletion();
    String how =
        deletion.map(deleted -> deleted.bySender() ? DELETED : DELETED_BY_OTHERS).orElse(EDITED);
    Instant at = deletion.map(Deletion::at).or(revision::editedAt).orElseThrow();
    return revision.rev() + " " + how + " " + at.toEpochMilli();
  }

  /** What {@link #text} made. */
  public static Revision revision(String text) {
    String[] words = text.split(" ", -1);
    long rev = Long.parseLong(words[0]);
    if (words.length == 1) {
      return Revision.first(rev);
    }
    Instant at = Instant.ofEpochMilli(Long.parseLong(words[2]));
    return words[1].equals(EDITED)
        ? new Revision(rev, Optional.of(at), Optional.empty())
        : new Revision(
            rev, Optional.empty(), Optional.of(new Deletion(at, words[1].equals(DELETED))));
  }

  private static void write(Attachment attachment, DataOutputStream out) throws IOException {
    write(attachment.id(), out);
    for (String part :
        Arrays.asList(attachment.fileUrl(), attachment.fileName(), attachment.fileType())) {
      write(Optional.of(part), out);
    }
    out.writeLong(attachment.fileSizeBytes());
    write(attachment.metadata(), out);
  }

  static void write(Optional<String> text, DataOutputStream out) throws IOException {
    if (text.isEmpty()) {
      out.writeInt(NONE);
      return;
    }
    byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static Attachment attachment(DataInputStream in) throws IOException {
    Optional<String> id = read(in);
    String url = read(in).orElseThrow();
    String name = read(in).orElseThrow();
    String type = read(in).orElseThrow();
    return new Attachment(id, url, name, type, in.readLong(), read(in));
  }

  static Optional<String> read(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NONE
        ? Optional.empty()
        : Optional.of(new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }
}
