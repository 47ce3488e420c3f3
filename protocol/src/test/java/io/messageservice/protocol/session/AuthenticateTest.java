package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new token for a live connection. An apostrophe stands for a quotation mark. */
class AuthenticateTest {

  private final Stage stage = new Stage(Optional.empty());
  private final Stage.Client ann = stage.client("ann", Dialect.BASE);

  @ParameterizedTest
  @CsvSource({"ann 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z", "ann,"})
  void aGoodTokenMovesTheEnd(String token, Instant end) {
    ann.says(authenticate("'token':'" + token + "'"));
    stage.judge();

    assertThat(ann.hears()).containsExactly("{'success':true,'event':'authenticate','ref':1}");
    assertThat(ann.ends).containsExactly(Optional.ofNullable(end));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'token':'bob'|the token of another user|forbidden",
        "'token':'refused INVALID'|authentication failed|forbidden",
        "'token':'refused MISSING'|authentication failed|forbidden",
        "'token':'refused EXPIRED'|token expired|forbidden",
        "'token':'later PT7S'|authentication unavailable, try again after 7000 ms|unavailable",
        "'token':''|token: a string, not empty|invalid_payload",
        "'token':7|token: a string, not empty|invalid_payload",
        "'x':1|token: a string, not empty|invalid_payload",
      })
  void aRefusalSaysWhyAndMovesNothing(String payload, String error, String code) {
    ann.says(authenticate(payload));
    stage.judge();

    assertThat(ann.hears())
        .containsExactly(
            "{'success':false,'event':'authenticate','ref':1,'error':'"
                + error
                + "','code':'"
                + code
                + "'}");
    assertThat(ann.ends).isEmpty();
    assertThat(ann.closes).isEmpty();
  }

  @Test
  void answersKeepTheirOrderWhileTheVerdictIsAwaited() {
    ann.says("{'event':'joinConversation','ref':0,'payload':{'conversationId':'c'}}");
    ann.says(authenticate("'token':'ann'"));
    ann.says("{'event':'joinConversation','ref':2,'payload':{'conversationId':'d'}}");
    ann.says("{'event':'nonsense','ref':3}");
    assertThat(ann.hears()).singleElement().asString().contains("'ref':0");

    stage.judge();

    assertThat(ann.hears())
        .extracting(text -> text.replaceAll(".*'ref':(\\d).*", "$1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void aVerdictForAConnectionThatIsGoneDoesNoHarm() {
    ann.says(authenticate("'token':'ann'"));
    stage.settle();
    ann.leaves();

    stage.judge();

    assertThat(ann.closes).isEmpty();
  }

  private static String authenticate(String payload) {
    return "{'event':'authenticate','ref':1,'payload':{" + payload + "}}";
  }
}
