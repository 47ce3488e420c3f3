package io.messageservice.application.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.user.UserId;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownBlocksTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");

  private final AtomicLong nanos = new AtomicLong();
  private final List<UserId> asked = new ArrayList<>();
  private final KnownBlocks blocks = new KnownBlocks(history(), nanos::get);

  @Test
  void theStoreIsAskedOnceForAWhile() {
    assertThat(blocks.with(ANN)).containsExactly(EVE);
    nanos.addAndGet(KnownBlocks.AGE.toNanos());
    assertThat(blocks.with(ANN)).containsExactly(EVE);
    assertThat(blocks.with(BOB)).containsExactly(EVE);
    assertThat(asked).containsExactly(ANN, BOB);

    nanos.addAndGet(1);
    blocks.with(ANN);
    blocks.with(BOB);

    assertThat(asked).containsExactly(ANN, BOB, ANN);
  }

  private History history() {
    return (History)
        Proxy.newProxyInstance(
            History.class.getClassLoader(),
            new Class<?>[] {History.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("blockedWith");
              asked.add((UserId) arguments[0]);
              return Set.of(EVE);
            });
  }
}
