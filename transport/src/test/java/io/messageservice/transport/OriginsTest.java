package io.messageservice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

  @ParameterizedTest
  @CsvSource({
    "http://my_chat, my_chat:8001, true",
    "http://My_Chat:3000, my_chat, true",
    "https://chat.example, chat.example, true",
    "http://[::1]:3000, [::1]:8001, true",
    "http://127.0.0.1:3000, 127.0.0.1:8001, true",
    "http://my_chat, mychat, false",
    "http://my_chat.evil, my_chat, false",
    "http://evil/my_chat, my_chat, false",
    "http://my_chat@evil, my_chat, false",
    "http://my_chat, my_chat@evil, false",
    "my_chat, my_chat, false",
    "null, null, false",
    "file://, '', false",
    "http://, '', false",
  })
  void theOwnHostIsAdmittedOnAnyPort(String origin, String host, boolean admitted) {
    assertThat(new Origins(Set.of()).admit(origin, host)).isEqualTo(admitted);
  }

  @Test
  void withoutAHostOnlyWhatIsListedIsAdmitted() {
    Origins origins = new Origins(Set.of("tauri://localhost", "null"));

    assertThat(origins.admit("tauri://localhost", null)).isTrue();
    assertThat(origins.admit("null", null)).isTrue();
    assertThat(origins.admit("http://localhost", null)).isFalse();
  }
}
