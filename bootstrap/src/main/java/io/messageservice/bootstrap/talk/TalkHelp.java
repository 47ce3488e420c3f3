package io.messageservice.bootstrap.talk;

import java.util.List;

/** The commands of a talk, as they are explained to those who type them. */
final class TalkHelp {

  static final String CHANGE =
      "/edit N text, /delete N: N is 1 for the last line that was sent from here";

  static final String REACT = "/react N emoji: N is 1 for the last message";

  static final String JOIN = "/join conversation: leaves this one and talks in that one";

  /** For those who mistyped. */
  static final String HINT = "/help lists what there is, // sends a line that begins with /";

  static final List<String> LINES =
      List.of(
          CHANGE,
          REACT,
          JOIN,
          "/who: who takes part, and who of them is online",
          "in a group: " + GroupLine.USAGE,
          "//text: sends /text",
          "/help: these lines",
          "/quit: ends it");

  private TalkHelp() {}
}
