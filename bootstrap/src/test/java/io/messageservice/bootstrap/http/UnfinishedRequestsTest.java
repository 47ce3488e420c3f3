package io.messageservice.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.bootstrap.http.UnfinishedRequests.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnfinishedRequestsTest {

  private final List<String> ended = new ArrayList<>();
  private final UnfinishedRequests requests = new UnfinishedRequests(100);

  private Request begun(String name, boolean isAdmitted) {
    Request request = () -> ended.add(name);
    requests.begin(request, isAdmitted);
    return request;
  }

  private Request begun(String name) {
    return begun(name, true);
  }

  @Test
  void pastTheLimitTheOldestEndAndNoMoreThanNeeded() {
    Request first = begun("first");
    Request second = begun("second");
    Request third = begun("third");
    requests.hold(third, 30);
    requests.hold(first, 40);
    requests.hold(second, 30);
    assertThat(ended).isEmpty();

    requests.hold(third, 65);

    assertThat(ended).containsExactly("first");
    assertThat(requests.heldBytes()).isEqualTo(95);
  }

  @Test
  void whatIsAnsweredIsTheYoungest() {
    Request first = begun("first");
    Request second = begun("second");
    requests.hold(first, 50);
    requests.hold(second, 50);

    requests.renew(first);
    requests.hold(first, 51);

    assertThat(ended).containsExactly("second");
  }

  @Test
  void whatIsToBeRefusedEndsBeforeTheOthers() {
    begun("old");
    begun("refused", false);

    assertThat(requests.endOldest()).isTrue();
    assertThat(requests.endOldest()).isTrue();
    assertThat(requests.endOldest()).isFalse();

    assertThat(ended).containsExactly("refused", "old");
  }

  @Test
  void whatLeftHoldsNothingAndIsNotEnded() {
    Request first = begun("first");
    Request second = begun("second");
    requests.hold(first, 60);
    requests.leave(first);
    requests.leave(first);
    requests.hold(first, 60);
    requests.renew(first);

    requests.hold(second, 100);

    assertThat(ended).isEmpty();
    assertThat(requests.heldBytes()).isEqualTo(100);
    assertThat(requests.size()).isEqualTo(1);
  }

  @Test
  void oneThatIsTooLargeAloneEnds() {
    requests.hold(begun("large"), 101);

    assertThat(ended).containsExactly("large");
    assertThat(requests.heldBytes()).isZero();
  }
}
