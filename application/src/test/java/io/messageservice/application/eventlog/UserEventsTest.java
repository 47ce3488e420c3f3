package io.messageservice.application.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.domain.decision.UserNote.Reminded;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What services read of users, beside what happens in conversations. */
class UserEventsTest extends OneNode {

  /** Longer than the grace. */
  private static final long LONG_MILLIS = 600_000;

  @Test
  void reminderNamesWhatIsUnreadWhenItIsRead() {
    String first = group("bob");
    String second = group("bob", "carol");
    List<Boolean> stored = new ArrayList<>();
    world.useCases.userNotes().note(new Reminded(new UserId("bob")), stored::add);
    world.settle();

    assertThat(stored).containsExactly(true);
    assertThat(texts(EventType.UNREAD_REMINDER))
        .singleElement()
        .asString()
        .startsWith("bob unread.reminder 4 [")
        .contains(first + " 2", second + " 2");

    world.person("bob").markAll(first, 1);
    world
        .person("bob")
        .prefer(second, new PreferencesChange(Optional.of(Preferences.FOR_EVER), Optional.empty()));
    world.settle();
    assertThat(texts(EventType.UNREAD_REMINDER))
        .containsExactly("bob unread.reminder 1 [" + first + " 1]");

    world.person("bob").markAll(first, 2);
    world.settle();
    assertThat(texts(EventType.UNREAD_REMINDER)).containsExactly("bob unread.reminder 0 []");
  }

  private String group(String... others) {
    Requester creator = world.request("ann").createGroup(others);
    world.settle();
    String id = creator.id();
    world.person("ann").send(id, "one").send(id, "two");
    world.settle();
    return id;
  }

  @Test
  void whoComesAndGoesIsReadWhereThatIsAskedFor() {
    Person before = here("before");
    world.useCases.presenceNotes().begin();
    Person ann = here("ann");
    Person again = here("ann");
    ann.go();
    world.pass(LONG_MILLIS);
    again.go();
    before.go();
    world.pass(LONG_MILLIS);

    List<String> texts = texts(EventType.USER_ONLINE, EventType.USER_OFFLINE);

    assertThat(texts.get(0)).startsWith("ann user.online");
    assertThat(texts).hasSize(3);
    assertThat(texts.subList(1, 3))
        .anySatisfy(text -> assertThat(text).startsWith("ann user.offline").endsWith("Z"))
        .anySatisfy(text -> assertThat(text).startsWith("before user.offline").endsWith("Z"));
  }

  private List<String> texts(EventType... types) {
    List<String> texts = new ArrayList<>();
    world
        .useCases
        .readEvents()
        .read(Optional.empty(), Set.of(types), event -> texts.add(EventTexts.of(event)));
    return texts;
  }
}
