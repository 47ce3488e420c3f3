package io.messageservice.protocol.simulation.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.user.UserId;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a client shows of a group.
 *
 * @param title empty where it has none
 * @param roles who takes part, as what
 */
public record GroupState(String title, boolean frozen, SortedMap<String, String> roles) {

  public static GroupState of(Conversation group) {
    SortedMap<String, String> roles = new TreeMap<>();
    for (UserId user : group.participants().asSet()) {
      roles.put(user.value(), group.roleOf(user).name().toLowerCase(Locale.ROOT));
    }
    return new GroupState(
        group.details().data().title().orElse(""), group.details().data().frozen(), roles);
  }

  /**
   * After a push.
   *
   * @param then the group as it was by that change, which clients fetch where nobody is named
   */
  public GroupState after(JsonNode push, String user, GroupState then) {
    boolean hasData = push.has("frozen");
    return new GroupState(
        hasData ? push.path("title").asText("") : title,
        hasData ? push.path("frozen").asBoolean() : frozen,
        isUnnamed(push, user) ? then.roles : rolesAfter(push));
  }

  public boolean hasDataOf(GroupState other) {
    return title.equals(other.title) && frozen == other.frozen;
  }

  /** Whether an answer shows it to the user. */
  public boolean isShownBy(JsonNode conversation, String user) {
    Set<String> participants = new TreeSet<>();
    conversation.path("participants").forEach(each -> participants.add(each.asText()));
    return conversation.path("title").asText("").equals(title)
        && conversation.path("frozen").asBoolean() == frozen
        && participants.equals(roles.keySet())
        && conversation.path("role").asText().equals(roles.get(user));
  }

  /** Whether the push is to carry the role of that user. */
  public static boolean isPersonal(JsonNode push, String user) {
    boolean isPersonal = isUnnamed(push, user);
    for (JsonNode role : push.path("roles")) {
      isPersonal |= role.path("userId").asText().equals(user);
    }
    return isPersonal;
  }

  /** Who is added learns of nobody else. */
  private static boolean isUnnamed(JsonNode push, String user) {
    boolean isAdded = false;
    for (JsonNode added : push.path("addedUserIds")) {
      isAdded |= added.asText().equals(user);
    }
    return isAdded || push.path("participantsChanged").asBoolean();
  }

  private SortedMap<String, String> rolesAfter(JsonNode push) {
    SortedMap<String, String> after = new TreeMap<>(roles);
    push.path("addedUserIds").forEach(added -> after.put(added.asText(), "member"));
    push.path("removedUserIds").forEach(removed -> after.remove(removed.asText()));
    push.path("roles")
        .forEach(role -> after.put(role.path("userId").asText(), role.path("role").asText()));
    return after;
  }
}
