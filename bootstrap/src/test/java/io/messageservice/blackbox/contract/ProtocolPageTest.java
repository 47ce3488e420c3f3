package io.messageservice.blackbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/protocol.md} name what the documents name. */
final class ProtocolPageTest {

  private static final Path PAGE = Path.of("..", "docs", "protocol.md");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z_]+)`");
  private static final JsonNode HTTP =
      new ContractDocument("openapi.yaml", SpecificationVersion.DRAFT_2020_12).root();

  /** Of their frames the page has no table of members. */
  private static final Set<String> SHOWN_ELSEWHERE =
      Set.of("newMessage", "messageChanged", "hello", "pong", "notice");

  /** The cells of the first table behind the heading, row by row. */
  private static List<List<String>> table(String heading, String firstCell) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals(heading))
        .dropWhile(line -> !line.startsWith("| " + firstCell + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::trim).toList())
        .toList();
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> members(JsonNode schema, Set<String> without) {
    Set<String> names = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    names.removeAll(without);
    return names;
  }

  private static SocketMessage message(String key) {
    return SocketMessage.all().stream()
        .filter(message -> message.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("docs/asyncapi.yaml has no " + key));
  }

  private static Set<String> events(List<SocketMessage> messages) {
    return messages.stream()
        .map(SocketMessage::event)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void commandsHaveTheirMembersAndAnswers() throws IOException {
    Set<String> commands = new TreeSet<>();
    for (List<String> row : table("## Commands", "command")) {
      Set<String> named = names(row.get(0).replaceAll("\\(.*?\\)", ""));
      commands.addAll(named);
      if (named.size() == 1) {
        String command = named.iterator().next();
        JsonNode payload = message(command + "Command").schema().at("/properties/payload");
        Set<String> answer = names(row.get(2));
        answer.remove("ref"); // "none without ref"

        assertThat(names(row.get(1))).as(command).isEqualTo(members(payload, Set.of()));
        assertThat(answer)
            .as("answer to %s", command)
            .isEqualTo(
                members(message(command + "Reply").schema(), Set.of("success", "event", "ref")));
        assertThat(events(pushes())).containsAll(names(row.get(3)));
      }
    }

    Set<String> documented =
        events(SocketMessage.all().stream().filter(SocketMessage::isCommand).toList());
    documented.remove("several commands");
    assertThat(commands).isEqualTo(documented);
  }

  private static List<SocketMessage> pushes() {
    return SocketMessage.all().stream().filter(SocketMessage::isPush).toList();
  }

  @Test
  void pushesHaveTheirMembers() throws IOException {
    Set<String> named = new TreeSet<>();
    for (List<String> row : table("## Pushes", "push")) {
      for (String push : names(row.get(0))) {
        named.add(push);
        if (!SHOWN_ELSEWHERE.contains(push)) {
          Set<String> members = new TreeSet<>();
          pushes().stream()
              .filter(message -> message.event().equals(push))
              .map(message -> message.schema().at("/properties/data"))
              .map(SocketContract.DOCUMENT::resolved)
              .forEach(data -> members.addAll(members(data, Set.of())));
          assertThat(names(row.get(1))).as(push).isEqualTo(members);
        }
      }
    }

    assertThat(named).isEqualTo(events(pushes()));
  }

  @Test
  void codesAreThoseOfTheDocument() throws IOException {
    Set<String> named = new TreeSet<>();
    table("## Errors", "code").forEach(row -> named.addAll(names(row.get(0))));

    Set<String> documented = new TreeSet<>();
    for (JsonNode code : SocketContract.DOCUMENT.root().findValues("enum")) {
      code.forEach(text -> documented.add(text.asText()));
    }
    documented.removeAll(Set.of("direct", "group", "open", "owner", "moderator", "member"));
    assertThat(named).isEqualTo(documented);
  }

  @Test
  void closeCodesHaveTheirReasons() throws IOException {
    Set<Integer> named = new TreeSet<>();
    Set<String> reasons = new TreeSet<>();
    for (List<String> row : table("## Close codes", "code")) {
      Pattern.compile("\\b1\\d{3}\\b")
          .matcher(row.get(0))
          .results()
          .forEach(code -> named.add(Integer.parseInt(code.group())));
      Pattern.compile("`([^`]+)`")
          .matcher(row.get(1))
          .results()
          .forEach(reason -> reasons.add(reason.group(1)));
    }

    Set<Integer> codes = new TreeSet<>(Set.of(1006)); // there is no close frame
    Set<String> documented = new TreeSet<>();
    for (JsonNode close : SocketContract.DOCUMENT.root().get("x-close-codes")) {
      codes.add(close.get("code").asInt());
      close.path("reasons").forEach(reason -> documented.add(reason.asText()));
    }
    documented.removeAll(Set.of("going away", "internal error")); // the code says it
    assertThat(named).isEqualTo(codes);
    assertThat(reasons).isEqualTo(documented);
  }

  @Test
  void requestsAreThoseOfTheOtherDocument() throws IOException {
    Set<String> named = new TreeSet<>();
    for (List<String> row : table("## HTTP", "request")) {
      String request = row.get(0).replaceAll("`([A-Z]+ [^ ?`]+).*", "$1");
      named.add(request.replaceFirst("(conversations/\\{)id}", "$1conversationId}"));
    }

    Set<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : HTTP.get("paths").properties()) {
      List<String> methods = new ArrayList<>();
      path.getValue().fieldNames().forEachRemaining(methods::add);
      methods.remove("parameters");
      methods.forEach(
          method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    documented.removeIf(request -> !request.contains(" /api/"));
    assertThat(named).isEqualTo(documented);
  }

  @Test
  void statusesHaveTheirCodes() throws IOException {
    Map<Integer, Set<String>> named = new TreeMap<>();
    for (List<String> row : table("## HTTP", "status")) {
      named.put(Integer.parseInt(row.get(0)), names(row.get(1)));
    }

    Map<Integer, Set<String>> documented = new TreeMap<>();
    documented.put(405, Set.of("method_not_allowed")); // there is no such operation
    for (JsonNode response : HTTP.at("/components/responses")) {
      JsonNode problem =
          response.at("/content/application~1problem+json/schema/allOf/1/properties");
      Set<String> codes = new TreeSet<>();
      problem.at("/code/enum").forEach(code -> codes.add(code.asText()));
      if (codes.isEmpty()) {
        codes.add(problem.at("/code/const").asText());
      }
      documented.put(problem.at("/status/const").asInt(), codes);
    }
    assertThat(named).isEqualTo(documented);

    Set<String> codes = new TreeSet<>();
    HTTP.at("/components/schemas/Problem/properties/code/enum")
        .forEach(code -> codes.add(code.asText()));
    assertThat(named.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
        .isEqualTo(codes);
  }
}
