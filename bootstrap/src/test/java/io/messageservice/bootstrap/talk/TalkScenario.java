package io.messageservice.bootstrap.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.messageservice.client.ConversationMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** A talk whose screen and service are lists. */
abstract class TalkScenario {

  /** What happened, in order: lines sent, lines shown. */
  final List<String> seen = new ArrayList<>();

  /** Of the lines sent and not answered yet. */
  final Deque<CompletableFuture<String>> answers = new ArrayDeque<>();

  /** What was marked as delivered, in order, with the answers. */
  final Map<Long, CompletableFuture<String>> marks = new LinkedHashMap<>();

  int ids;

  final TalkSession session =
      new TalkSession(
          new Recorder(),
          () -> "id" + ++ids,
          exitCode -> seen.add("end " + exitCode),
          Runnable::run);

  @AfterEach
  void nothingElseHappened() {
    assertThat(seen).isEmpty();
  }

  void live() {
    session.joined(new Lines());
  }

  final class Lines implements LineSender {
    @Override
    public CompletableFuture<?> send(String id, String content) {
      return asked("send " + id + " " + content);
    }

    @Override
    public CompletableFuture<?> edit(String messageId, String content) {
      return asked("edit " + messageId + " " + content);
    }

    @Override
    public CompletableFuture<?> delete(String messageId) {
      return asked("delete " + messageId);
    }

    @Override
    public CompletableFuture<?> change(GroupLine line) {
      return asked(line.event() + " " + line.payload("lobby"));
    }

    @Override
    public CompletableFuture<?> delivered(long seq) {
      CompletableFuture<String> answer = new CompletableFuture<>();
      marks.put(seq, answer);
      return answer;
    }

    @Override
    public CompletableFuture<?> react(String messageId, String reaction) {
      return asked("react " + messageId + " " + reaction);
    }

    @Override
    public CompletableFuture<String> who() {
      return asked("who");
    }

    @Override
    public void join(String other) {
      seen.add("join " + other);
    }

    private CompletableFuture<String> asked(String what) {
      seen.add(what);
      answers.add(new CompletableFuture<>());
      return answers.getLast();
    }
  }

  void happened(String... expected) {
    assertThat(seen).containsExactly(expected);
    seen.clear();
  }

  static ConversationMessage message(long seq, String sender, String content, String id) {
    return ConversationMessage.of(
        json(
            """
            {"id":"m%1$d","seq":%1$d,"senderId":"%2$s","content":"%3$s","clientMessageId":"%4$s"}\
            """
                .formatted(seq, sender, content, id)));
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  final class Recorder implements Screen {
    @Override
    public void message(String who, String content) {
      seen.add(who + ": " + content);
    }

    @Override
    public void note(String text) {
      seen.add("* " + text);
    }
  }
}
