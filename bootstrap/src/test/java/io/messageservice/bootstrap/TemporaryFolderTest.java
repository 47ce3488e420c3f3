package io.messageservice.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

  @Test
  void isGoneWithItsFilesOnceClosed() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create();
    Files.writeString(folder.path().resolve("messages.db"), "rows");

    folder.delete();

    assertThat(folder.path()).doesNotExist();
  }
}
