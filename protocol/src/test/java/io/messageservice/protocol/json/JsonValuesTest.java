package io.messageservice.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Apostrophes stand for quotation marks. */
class JsonValuesTest {

  private final JsonValues values = new JsonValues();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{'a':1,'b':2} | {'b':2,'a':1}",
        "{'a':{'x':[1,2],'y':null}} | { 'a' : { 'y' : null , 'x' : [ 1 , 2 ] } }",
        "1 | 1.0",
        "1 | 1e0",
        "100 | 1E+2",
        "0.1 | 1e-1",
        "0 | -0.0",
        "0 | 0e7",
        "12345678901234567890.0 | 12345678901234567890",
        "'A\\u0042' | '\\u0041B'",
        "'/' | '\\/'",
        "{'a':1,'a':2} | {'a':2}",
        "1e99999999999 | 1e99999999999"
      })
  void areTheSame(String one, String other) {
    assertThat(values.isSame(json(one), json(other))).isTrue();
    assertThat(values.isSame(json(other), json(one))).isTrue();
    assertThat(values.canonical(json(one))).isEqualTo(values.canonical(json(other)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{'a':1} | {'a':2}",
        "{'a':1} | {'a':1,'b':null}",
        "{'a':1,'a':2} | {'a':1}",
        "[1,2] | [2,1]",
        "[[]] | []",
        "{} | []",
        "1 | '1'",
        "true | 'true'",
        "null | false",
        "9007199254740993 | 9007199254740992",
        "1e400 | 1e401",
        "1e99999999999 | 1e99999999998",
        "{'a':'1,b:2'} | {'a':1,'b':2}",
        "['a','b'] | ['a,b']",
        "['a\",'] | ['a','']",
        "'a' | 'A'"
      })
  void areNotTheSame(String one, String other) {
    assertThat(values.isSame(json(one), json(other))).isFalse();
    assertThat(values.isSame(json(other), json(one))).isFalse();
    assertThat(values.canonical(json(one))).isNotEqualTo(values.canonical(json(other)));
  }

  @Test
  void numbersThatAreVeryLargeCostNoMoreThanTheirDigits() {
    assertThat(values.isSame("1e2147483647", "10e2147483646")).isTrue();
    assertThat(values.isSame("1e2147483647", "1e-2147483646")).isFalse();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
