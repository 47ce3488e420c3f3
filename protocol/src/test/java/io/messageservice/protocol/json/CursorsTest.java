package io.messageservice.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  private static final Cursor CURSOR = new Cursor(1_767_323_045_678L, new ConversationId("c"));

  @Test
  void textIsTimeAndIdAndPointsInBase64() {
    Place all = new Place(CURSOR, new ListingPoint("e 7"), Optional.empty());
    Place changes = new Place(CURSOR, new ListingPoint("e 7"), Optional.of(new ListingPoint("e")));

    assertThat(Cursors.text(all)).isEqualTo("AAABm3ypjy4AAWMAA2UgNw");
    assertThat(Cursors.readPlace("AAABm3ypjy4AAWMAA2UgNw")).contains(all);
    assertThat(Cursors.text(changes)).isEqualTo("AAABm3ypjy4AAWMAA2UgNwABZQ");
    assertThat(Cursors.readPlace("AAABm3ypjy4AAWMAA2UgNwABZQ")).contains(changes);
  }

  @Test
  void anyIdAndTimeAndPointComeBack() {
    ListingPoint longest = new ListingPoint("漢".repeat(ListingPoint.MAX_LENGTH));
    for (long millis : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      for (String id : new String[] {"c", "é 漢😀", "x".repeat(ConversationId.MAX_LENGTH)}) {
        Place place =
            new Place(new Cursor(millis, new ConversationId(id)), longest, Optional.of(longest));

        assertThat(Cursors.readPlace(Cursors.text(place))).contains(place);
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
        // of the version before
        "AAABm3ypjy5j",
        "AAABm3ypjy5sb2JieQ",
        // without an id, without a point, with a padding, with bits that say nothing, with more
        // behind
        "AAABm3ypjy4",
        "AAABm3ypjy4AAWM",
        "AAABm3ypjy4AAWMAA2UgNw==",
        "AAABm3ypjy4AAWMAA2UgNx",
        "AAABm3ypjy4AAWMAA2UgNwABZQA",
        // an id and a point with a control character, an empty point, an id that is not UTF-8
        "AAABm3ypjy4AAQoAA2UgNw",
        "AAABm3ypjy4AAWMAA2UKNw",
        "AAABm3ypjy4AAWMAAA",
        "AAABm3ypjy4AAf8AA2UgNw"
      })
  void whatIsNoCursorIsNone(String text) {
    assertThat(Cursors.readPlace(text)).isEmpty();
  }
}
