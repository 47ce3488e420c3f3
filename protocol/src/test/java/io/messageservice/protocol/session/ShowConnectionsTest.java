package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.ShowConnections.Shown;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the operator sees of connections, and does with them. */
class ShowConnectionsTest {

  private static final UserId ANN = new UserId("ann");
  private static final String JOIN =
      "{'event':'joinConversation','payload':{'conversationId':'c'}}";

  private final Stage stage = new Stage(Optional.empty());
  private final List<String> frames = new ArrayList<>();

  private List<Shown> shown(UserId user) {
    List<List<Shown>> answers = new ArrayList<>();
    stage.useCases.showConnections().of(user, answers::add);
    stage.settle();
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private Runnable watch(long number) {
    Runnable end =
        stage
            .useCases
            .showConnections()
            .watch(ANN, number, (kind, name, bytes) -> frames.add(kind + " " + name + " " + bytes));
    stage.settle();
    return end;
  }

  @Test
  void connectionsOfAUserAreShownWithTheirRooms() {
    stage.client("ann", Dialect.V1).says(JOIN);
    stage.client("ann", Dialect.BASE);
    stage.client("bob", Dialect.V1);
    stage.settle();

    List<Shown> all = shown(ANN);

    assertThat(all)
        .extracting(Shown::protocol)
        .containsExactlyInAnyOrder("message-service.v1", "base");
    assertThat(all).allMatch(each -> each.figures().transport().equals("test"));
    assertThat(all).allMatch(each -> each.figures().age().equals(Duration.ofSeconds(3)));
    assertThat(all.stream().filter(each -> each.roomCount() == 1).map(Shown::rooms))
        .containsExactly(List.of(new ConversationId("c")));
    assertThat(shown(new UserId("nobody"))).isEmpty();
  }

  @Test
  void allConnectionsOfTheUserAreClosedAndNoOther() {
    Stage.Client one = stage.client("ann", Dialect.V1);
    Stage.Client two = stage.client("ann", Dialect.BASE);
    Stage.Client bob = stage.client("bob", Dialect.V1);
    AtomicInteger closed = new AtomicInteger(-1);

    stage.useCases.closeConnections().close(ANN, closed::set);
    stage.settle();

    assertThat(closed.get()).isEqualTo(2);
    assertThat(one.closes).containsExactly(CloseReason.DISCONNECTED);
    assertThat(two.closes).containsExactly(CloseReason.DISCONNECTED);
    assertThat(bob.closes).isEmpty();
  }

  @Test
  void framesAreShownWithoutWhatTheyHoldAndOnlyWhileTheyAreWatched() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    Runnable end = watch(7);

    ann.says("{'event':'sendMessage','payload':{'conversationId':'c','content':'secret'}}");
    ann.says("{'event':'secret'}");
    ann.says("[{'event':'ping'},{'event':'ping'}]");
    ann.says("secret");
    stage.settle();
    List<String> seen = List.copyOf(frames);
    end.run();
    stage.settle();
    ann.says("{'event':'ping'}");
    stage.settle();

    assertThat(seen)
        .anyMatch(frame -> frame.startsWith("COMMAND sendMessage 7"))
        .anyMatch(frame -> frame.startsWith("ANSWER sendMessage "))
        .anyMatch(frame -> frame.startsWith("COMMAND unknown 18"))
        .anyMatch(frame -> frame.startsWith("REFUSAL unknown "))
        .anyMatch(frame -> frame.startsWith("COMMAND several commands "))
        .anyMatch(frame -> frame.startsWith("COMMAND other 6"))
        .noneMatch(frame -> frame.contains("secret"));
    assertThat(frames).isEqualTo(seen);
  }

  @Test
  void anotherConnectionIsNotWatched() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    Runnable end = watch(8);

    ann.says(JOIN);
    stage.settle();
    end.run();

    assertThat(frames).isEmpty();
  }
}
