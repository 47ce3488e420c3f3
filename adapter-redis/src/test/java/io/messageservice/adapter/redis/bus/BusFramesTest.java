package io.messageservice.adapter.redis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.bus.BusFrames.Frame;
import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.ConversationRead;
import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.event.Event.MarkMoved;
import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.MessageDelivered;
import io.messageservice.application.event.Event.MessageRead;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.event.Event.PreferencesChanged;
import io.messageservice.application.event.Event.ReactionChanged;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusFramesTest {

  private static final ConversationId CONVERSATION = new ConversationId("c1");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bøb");
  private static final MessageId ID = new MessageId("m1");

  private static final Message MESSAGE =
      new Message(
          ID,
          CONVERSATION,
          7,
          ANN,
          new MessageContent(
              "hé",
              List.of(
                  new Attachment(Optional.of("a"), "/f", "n", "t", 5, Optional.of("{}")),
                  new Attachment(Optional.empty(), "/g", "", "", 0, Optional.empty()))),
          Instant.ofEpochMilli(1_700_000_000_123L),
          Optional.of(new ClientMessageId("k")));

  private static final MessageChanged EDITED =
      new MessageChanged(
          in(
              MESSAGE.content(),
              new Revision(12, Optional.of(Instant.ofEpochMilli(1_700)), Optional.empty())),
          new Position(8, 12));

  private static final MessageAttributes ATTRIBUTES =
      new MessageAttributes(
          Optional.of(new MessageType("system")),
          Optional.of(new ReplyTo(new MessageId("m0"), 5)),
          new Mentions(false, List.of(BOB, ANN)));

  private static final ReactionChanged REACTED =
      new ReactionChanged(
          CONVERSATION, ID, 7, new Position(8, 12), new Reaction("+é"), BOB, true, 3);

  private static final ConversationChanged GROUP_DATA =
      new ConversationChanged(
          CONVERSATION,
          new Position(8, 12),
          new ConversationData(Optional.of("té"), Optional.empty(), Optional.of("{}"), true),
          true,
          3,
          ParticipantsDelta.NONE,
          false,
          Optional.empty());

  private static final ConversationChanged GROUP_PARTICIPANTS =
      new ConversationChanged(
          CONVERSATION,
          new Position(8, 13),
          new ConversationData(Optional.empty(), Optional.of("/a"), Optional.empty(), false),
          false,
          3,
          new ParticipantsDelta(
              Set.of(BOB), Set.of(ANN), roles(BOB, Role.MODERATOR, ANN, Role.OWNER)),
          true,
          Optional.empty());

  /** By the names of their files. */
  private static final Map<String, Signal> SIGNALS = new LinkedHashMap<>();

  static {
    SIGNALS.put(
        "message", new Signal.OfMessage(new MessageStored(MESSAGE), 2, Set.of(BOB, ANN), "00ff"));
    SIGNALS.put(
        "message-after-changes",
        new Signal.OfMessage(
            new MessageStored(in(MessageContent.of("x"), Revision.first(9))), 2, Set.of(), "00ff"));
    SIGNALS.put(
        "message-with-more",
        new Signal.OfMessage(new MessageStored(withMore(Revision.first(7))), 2, Set.of(), "00"));
    SIGNALS.put("edited", new Signal.OfChange(EDITED, 2, "00ff"));
    SIGNALS.put("edited-with-more", new Signal.OfChange(editedWithMore(), 2, "00ff"));
    SIGNALS.put("reaction", new Signal.OfChange(REACTED, 2, "00ff"));
    SIGNALS.put(
        "custom-event",
        new Signal.OfCustomEvent(new CustomEvent(CONVERSATION, BOB, "hand", "{\"up\":true}")));
    SIGNALS.put("deleted", new Signal.OfChange(deleted(true), 2, "00ff"));
    SIGNALS.put("deleted-by-others", new Signal.OfChange(deleted(false), 2, "00ff"));
    SIGNALS.put("access", new Signal.OfAccess(CONVERSATION, 3, Set.of(BOB)));
    SIGNALS.put("group-data", new Signal.OfChange(GROUP_DATA, 3, "00ff"));
    SIGNALS.put("group-participants", new Signal.OfChange(GROUP_PARTICIPANTS, 3, "00ff"));
    SIGNALS.put(
        "message-read",
        new Signal.OfReceipt(
            new MessageRead(CONVERSATION, ID, false, BOB), Set.of(ANN, BOB), true));
    SIGNALS.put(
        "mark-moved",
        new Signal.OfReceipt(
            new MarkMoved(new ReadMark(CONVERSATION, BOB, 9), ID, 7, true), Set.of(), false));
    SIGNALS.put(
        "conversation-read",
        new Signal.OfReceipt(new ConversationRead(CONVERSATION, BOB, 3), Set.of(ANN), true));
    SIGNALS.put(
        "delivered",
        new Signal.OfReceipt(
            new MessageDelivered(new DeliveredMark(CONVERSATION, BOB, 9)), Set.of(ANN), false));
    SIGNALS.put(
        "preferences",
        new Signal.OfReceipt(
            new PreferencesChanged(
                new OwnPreferences(CONVERSATION, BOB, new Preferences(Preferences.FOR_EVER, -1))),
            Set.of(BOB),
            false));
    SIGNALS.put(
        "typing",
        new Signal.OfTyping(
            new TypingChanged(CONVERSATION, ANN, new DisplayName("Ann Ø"), true), "n1"));
    SIGNALS.put("notice", new Signal.OfNotice(BOB, new NoticeGiven("order", "{\"n\":7}")));
  }

  private static final List<Signal> ALL = List.copyOf(SIGNALS.values());

  @Test
  void whatOneNodeWritesAnotherReads() {
    Frame read = BusFrames.read(frame(ALL)).orElseThrow();

    assertThat(read).isEqualTo(new Frame("n1", 9, ALL, true));
  }

  /** Nodes of this version and of later ones must go on reading what these files hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "message",
        "message-after-changes",
        "message-with-more",
        "edited",
        "edited-with-more",
        "reaction",
        "custom-event",
        "deleted",
        "deleted-by-others",
        "access",
        "group-data",
        "group-participants",
        "message-read",
        "mark-moved",
        "conversation-read",
        "delivered",
        "preferences",
        "typing",
        "notice"
      })
  void theBytesOfVersion2StayWhatTheyAre(String kind) {
    byte[] golden = golden("v2-" + kind);

    assertThat(HexFormat.of().formatHex(frame(List.of(signal(kind)))))
        .isEqualTo(HexFormat.of().formatHex(golden));
    assertThat(BusFrames.read(golden).orElseThrow().signals()).containsExactly(signal(kind));
  }

  /** A node that is not upgraded yet sends what its clients get. */
  @Test
  void aFrameOfVersion1IsNoneAndNoGarbage() {
    byte[] frame = golden("v1-said");

    assertThat(BusFrames.read(frame)).isEmpty();
    assertThat(BusFrames.isOfAnotherVersion(frame)).isTrue();
    assertThat(BusFrames.isOfAnotherVersion(frame(ALL))).isFalse();
    assertThat(BusFrames.isOfAnotherVersion("garbage".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(BusFrames.isOfAnotherVersion(new byte[0])).isFalse();
  }

  /** With an unknown field in the head, one behind a known signal, and an unknown kind. */
  @Test
  void whatALaterVersionAddsIsPassedOver() {
    Frame read = BusFrames.read(golden("later")).orElseThrow();

    assertThat(read.sender()).isEqualTo("n2");
    assertThat(read.whole()).isTrue();
    assertThat(read.signals()).containsExactly(signal("notice"));
  }

  @Test
  void aFrameOfAnotherFirstByteIsNone() {
    byte[] frame = frame(ALL);
    frame[0] = 3;

    assertThat(BusFrames.read(frame)).isEmpty();
  }

  @Test
  void aFrameThatIsTooLongIsNone() {
    assertThat(BusFrames.read(new byte[BusFrames.MAX_BYTES + 1])).isEmpty();
  }

  @Test
  void aGarbledSignalDoesNotTakeTheOthersWithIt() {
    byte[] garbage = {1, 0, 1};
    byte[] sound = SignalCodec.write(signal("access"));

    Frame read = BusFrames.read(BusFrames.write("n1", 1, List.of(garbage, sound))).orElseThrow();

    assertThat(read.whole()).isFalse();
    assertThat(read.signals()).containsExactly(signal("access"));
  }

  @Test
  void garbageIsNeverThrown() {
    Random random = new Random(5);
    byte[] whole = frame(ALL);
    for (int length = 0; length < whole.length; length++) {
      BusFrames.read(Arrays.copyOf(whole, length));
    }
    for (int round = 0; round < 20_000; round++) {
      byte[] garbled = whole.clone();
      for (int hit = random.nextInt(3); hit >= 0; hit--) {
        garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
      }
      BusFrames.read(garbled);
    }
    byte[] noise = new byte[64];
    for (int round = 0; round < 20_000; round++) {
      random.nextBytes(noise);
      noise[0] = 2;
      BusFrames.read(noise);
    }
  }

  private static Map<UserId, Role> roles(UserId one, Role its, UserId other, Role of) {
    Map<UserId, Role> roles = new LinkedHashMap<>();
    roles.put(one, its);
    roles.put(other, of);
    return roles;
  }

  /** These know that the participants may have changed, and read the rest in the store. */
  @Test
  void nodesOfEarlierVersionsReadAChangeOfAGroupAsOneOfAccess() {
    byte[] whole = SignalCodec.write(signal("group-participants"));
    byte[] access = SignalCodec.write(signal("access"));

    assertThat(whole).startsWith(access);
  }

  private static MessageChanged deleted(boolean bySender) {
    Deletion deletion = new Deletion(Instant.ofEpochMilli(1_700), bySender);
    Revision revision = new Revision(12, Optional.empty(), Optional.of(deletion));
    return new MessageChanged(in(MessageContent.NONE, revision), new Position(8, 12));
  }

  private static MessageChanged editedWithMore() {
    ReactionCount counted = new ReactionCount(new Reaction("+é"), 21, List.of(ANN, BOB));
    Message edited = withMore(EDITED.message().revision()).with(List.of(counted));
    return new MessageChanged(edited, EDITED.position());
  }

  private static Message withMore(Revision revision) {
    return new Message(
        ID,
        CONVERSATION,
        7,
        ANN,
        new MessageContent("x", List.of(), Optional.of("{\"é\":1}")),
        ATTRIBUTES,
        MESSAGE.createdAt(),
        MESSAGE.key(),
        revision,
        List.of());
  }

  private static Message in(MessageContent content, Revision revision) {
    return new Message(
        ID, CONVERSATION, 7, ANN, content, MESSAGE.createdAt(), MESSAGE.key(), revision);
  }

  private static Signal signal(String name) {
    return Objects.requireNonNull(SIGNALS.get(name));
  }

  private static byte[] frame(List<Signal> signals) {
    return BusFrames.write("n1", 9, signals.stream().map(SignalCodec::write).toList());
  }

  private static byte[] golden(String name) {
    try (InputStream file = BusFramesTest.class.getResourceAsStream(name + ".hex")) {
      if (file == null) {
        throw new AssertionError("no file " + name);
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return HexFormat.of().parseHex(text.replaceAll("#.*|\\s", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
