package io.messageservice.bootstrap.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttendanceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'userId':'alice','role':'owner'},{'userId':'bob'}]|'x':1|here: alice (owner, online),"
            + " bob",
        "[{'userId':'bob','role':'member'}]|'cursor':'Yg'|here: bob, …",
        "[{'userId':'alice','role':'member'}]|'x':1|here: alice (online)",
      })
  void rolesAndWhoIsOnlineStandBesideTheNames(String participants, String more, String line) {
    JsonNode presence =
        json("{'statuses':[{'userId':'alice','online':true},{'userId':'bob','online':false}]}");

    assertThat(
            Attendance.line(json("{'participants':" + participants + "," + more + "}"), presence))
        .isEqualTo(line);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
