package io.messageservice.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  @Test
  void textIsTimeAndIdInBase64() {
    Cursor cursor = new Cursor(1_767_323_045_678L, new ConversationId("c"));

    assertThat(Cursors.text(cursor)).isEqualTo("AAABm3ypjy5j");
    assertThat(Cursors.read("AAABm3ypjy5j")).contains(cursor);
  }

  @Test
  void anyIdAndTimeComeBack() {
    for (long millis : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      for (String id : new String[] {"c", "é 漢😀", "x".repeat(ConversationId.MAX_LENGTH)}) {
        Cursor cursor = new Cursor(millis, new ConversationId(id));

        assertThat(Cursors.read(Cursors.text(cursor))).contains(cursor);
      }
    }
  }

  @Test
  void aPlaceAmongChangesIsItsNumberInBase64() {
    assertThat(Cursors.text(3)).isEqualTo("AAAAAAAAAAM");
    assertThat(Cursors.readRev("AAAAAAAAAAM")).contains(3L);
    assertThat(Cursors.readRev(Cursors.text(Long.MAX_VALUE))).contains(Long.MAX_VALUE);
    assertThat(Cursors.readRev(Cursors.text(0))).isEmpty();
    assertThat(Cursors.readRev(Cursors.text(-1))).isEmpty();
    assertThat(Cursors.readRev("AAABm3ypjy5j")).isEmpty();
    assertThat(Cursors.readRev("AAAAAAAAAAN")).isEmpty();
  }

  @Test
  void aPlaceAmongUsersIsTheIdInBase64() {
    assertThat(Cursors.text(new UserId("bob"))).isEqualTo("Ym9i");
    for (String id : new String[] {"b", "é 漢😀", "x".repeat(UserId.MAX_LENGTH)}) {
      UserId user = new UserId(id);
      assertThat(Cursors.readUser(Cursors.text(user))).contains(user);
    }
    assertThat(Cursors.readUser("Ym9j")).contains(new UserId("boc"));
    for (String text : new String[] {"", "Ym9", "Yg==", "Cg", "_w", "no cursor"}) {
      assertThat(Cursors.readUser(text)).as(text).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c",
        "no cursor",
        // without an id, with a padding, with bits that say nothing
        "AAABm3ypjy4",
        "AAABm3ypjy5jZA==",
        "AAABm3ypjy5jZB",
        // an id with a control character, and one that is not UTF-8
        "AAABm3ypjy4K",
        "AAABm3ypjy7_"
      })
  void whatIsNoCursorIsNone(String text) {
    assertThat(Cursors.read(text)).isEmpty();
  }
}
