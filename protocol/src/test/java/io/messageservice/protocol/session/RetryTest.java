package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same message again is the same whatever a JSON library makes of it. */
class RetryTest {

  private final Stage stage = new Stage(Optional.empty());
  private final Stage.Client ann = stage.client("ann", Dialect.BASE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'fileSize':1,'metadata':{'a':1,'b':[true,{'c':'x','d':null}]}",
        "'fileSize':1,'metadata':{'b':[true,{'d':null,'c':'x'}],'a':1}",
        "'metadata':{'a':1.0,'b':[true,{'c':'x','d':null}]},'fileSize':1.0",
        "'fileSize':10e-1,'metadata':{'a':1e0,'b':[true,{'c':'\\u0078','d':null}]}",
        "'fileSize' : 1 , 'metadata' : { 'a' : 1 , 'b' : [ true , {'c':'x','d':null} ] }"
      })
  void retryIsADuplicate(String members) {
    ann.says(send("'fileSize':1,'metadata':{'a':1,'b':[true,{'c':'x','d':null}]}")).hears();

    assertThat(ann.says(send(members)).hears())
        .singleElement()
        .asString()
        .contains("'duplicate':true", "'metadata':{'a':1,'b':[true,{'c':'x','d':null}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'fileSize':1",
        "'fileSize':2,'metadata':{'a':1,'b':2}",
        "'fileSize':1,'metadata':{'a':1,'b':'2'}",
        "'fileSize':1,'metadata':{'a':1,'b':2,'c':null}",
        "'fileSize':1,'id':'i','metadata':{'a':1,'b':2}"
      })
  void anotherMessageUnderTheSameKeyIsRefused(String members) {
    ann.says(send("'fileSize':1,'metadata':{'a':1,'b':2}")).hears();

    assertThat(ann.says(send(members)).hears())
        .singleElement()
        .asString()
        .contains("clientMessageId: used before for another message");
  }

  private static String send(String members) {
    return "{'event':'sendMessage','payload':{'conversationId':'c','clientMessageId':'k',"
        + "'attachments':[{'fileUrl':'/f','fileName':'n','fileType':'t',"
        + members
        + "}]}}";
  }
}
