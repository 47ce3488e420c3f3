package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AesBlocksTest {

  /** The example of FIPS 197, appendix C.1. */
  @Test
  void isAes128() {
    AesBlocks blocks = new AesBlocks(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));

    AesBlocks.Block block = blocks.mine().encrypt(0x0011223344556677L, 0x8899aabbccddeeffL);

    assertThat(block.high()).isEqualTo(0x69c4e0d86a7b0430L);
    assertThat(block.low()).isEqualTo(0xd8cdb78070b4c55aL);
  }

  @Test
  void decryptionUndoesEncryption() {
    AesBlocks blocks = new AesBlocks(new byte[AesBlocks.BYTES]);

    for (long i = 0; i < 100; i++) {
      AesBlocks.Block block = blocks.mine().encrypt(i, -i);
      block.decrypt(block.high(), block.low());

      assertThat(block.high()).isEqualTo(i);
      assertThat(block.low()).isEqualTo(-i);
    }
  }
}
