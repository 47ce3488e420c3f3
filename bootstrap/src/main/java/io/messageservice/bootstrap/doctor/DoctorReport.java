package io.messageservice.bootstrap.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.bootstrap.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** All that was found. */
public record DoctorReport(List<Finding> findings) {

  private static final int LEVEL_WIDTH = 8;

  public DoctorReport {
    findings = List.copyOf(findings);
  }

  /** 0 where all is well, 1 with warnings, 2 where something fails. */
  public int exitCode() {
    return switch (worst()) {
      case SKIPPED, OK -> 0;
      case WARN -> 1;
      case FAIL -> 2;
    };
  }

  private Level worst() {
    return findings.stream().map(Finding::level).max(Comparator.naturalOrder()).orElse(Level.OK);
  }

  /** For people: a line for each, and one with what to change. */
  public List<String> lines() {
    int width = findings.stream().mapToInt(found -> found.check().length()).max().orElse(0) + 2;
    String indent = " ".repeat(LEVEL_WIDTH + width);
    List<String> lines = new ArrayList<>();
    for (Finding found : findings) {
      lines.add(
          padded(word(found.level()), LEVEL_WIDTH) + padded(found.check(), width) + found.text());
      if (!found.advice().isEmpty()) {
        lines.add(indent + "> " + found.advice());
      }
    }
    return lines;
  }

  /** For machines. */
  public String json() {
    ObjectNode report = JsonNodeFactory.instance.objectNode().put("worst", word(worst()));
    ArrayNode all = report.putArray("findings");
    for (Finding found : findings) {
      all.addObject()
          .put("check", found.check())
          .put("level", word(found.level()))
          .put("text", found.text())
          .put("advice", found.advice());
    }
    return report.toString();
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
