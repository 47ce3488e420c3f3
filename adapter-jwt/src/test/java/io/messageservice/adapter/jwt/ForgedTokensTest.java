package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.HS256;
import static io.messageservice.adapter.jwt.TestTokens.OTHER_SECRET;
import static io.messageservice.adapter.jwt.TestTokens.SECRET;
import static io.messageservice.adapter.jwt.TestTokens.base64;
import static io.messageservice.adapter.jwt.TestTokens.bytes;
import static io.messageservice.adapter.jwt.TestTokens.sealed;
import static io.messageservice.adapter.jwt.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgedTokensTest {

  private static final String ALICE = "{\"sub\":\"alice\"}";
  private static final String GOOD = signed(ALICE);

  private final JwtIdentities identities = TestTokens.identities(SECRET);

  @Test
  void theTokenThatTheForgeriesStartFromIsGood() {
    assertThat(Verdicts.known(identities, GOOD).user().value()).isEqualTo("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", " none", ""})
  void anUnsecuredTokenIsRefused(String algorithm) {
    String input = base64("{\"alg\":\"" + algorithm + "\"}") + "." + base64(ALICE);

    assertInvalid(input);
    assertInvalid(input + ".");
    assertInvalid(input + "." + GOOD.split("\\.", -1)[2]);
    assertInvalid(sealed(input, "HmacSHA256", bytes(SECRET)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"RS256\"", "\"PS256\"", "\"ES256\"", "\"EdDSA\"", "\"HS384\"", "\"HS512\"", "\"hs256\"",
        "\"HS256 \"", "\"dir\"", "\"\"", "null", "256", "[\"HS256\"]", "{}"
      })
  void theHeaderCannotChooseWhatTheSecretDoesNotAdmit(String algorithm) {
    assertInvalid(signed("{\"alg\":" + algorithm + "}", ALICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HmacSHA384", "HmacSHA512"})
  void aSecretTooShortForAnAlgorithmDoesNotAdmitIt(String mac) {
    String header = HS256.replace("256", mac.substring(mac.length() - 3));

    assertInvalid(signed(header, ALICE, mac, SECRET));
  }

  @Test
  void aTokenWithoutAlgorithmIsRefused() {
    assertInvalid(signed("{}", ALICE));
    assertInvalid(signed("{\"typ\":\"JWT\"}", ALICE));
  }

  @Test
  void anotherKeyIsRefused() {
    assertInvalid(signed(HS256, ALICE, "HmacSHA256", OTHER_SECRET));
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotUsed() {
    String jwk = "{\"kty\":\"oct\",\"k\":\"" + base64(OTHER_SECRET) + "\"}";
    String header = "{\"alg\":\"HS256\",\"jwk\":" + jwk + ",\"jku\":\"https://localhost/keys\"}";

    assertInvalid(signed(header, ALICE, "HmacSHA256", OTHER_SECRET));
  }

  @Test
  void keysAndCertificatesInTheHeaderAreNotEvenRead() {
    String header = "{\"alg\":\"HS256\",\"jwk\":\"no key\",\"x5c\":[\"no certificate\"],\"x5u\":7}";

    assertThat(Verdicts.known(identities, signed(header, ALICE)).user().value()).isEqualTo("alice");
  }

  @Test
  void aTokenSignedWithItsSendersOwnKeyPairIsRefused() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    String input = base64("{\"alg\":\"RS256\"}") + "." + base64(ALICE);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(bytes(input));

    assertInvalid(input + "." + base64(signature.sign()));
  }

  @Test
  void aChangedByteInAnyPartIsRefused() {
    byte[] token = bytes(GOOD);
    // The last character also carries two bits that stand for nothing.
    for (int i = 0; i < token.length - 1; i++) {
      byte[] changed = token.clone();
      changed[i] = (byte) (token[i] == 'A' ? 'B' : 'A');
      assertInvalid(new String(changed, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void aPartOfAnotherGoodTokenIsRefused() {
    String[] alice = GOOD.split("\\.", -1);
    String[] bob = signed("{\"alg\":\"HS256\"}", "{\"sub\":\"bob\"}").split("\\.", -1);

    assertInvalid(String.join(".", bob[0], alice[1], alice[2]));
    assertInvalid(String.join(".", alice[0], bob[1], alice[2]));
    assertInvalid(String.join(".", alice[0], alice[1], bob[2]));
  }

  @Test
  void anEncryptedTokenIsRefused() {
    String header = base64("{\"alg\":\"dir\",\"enc\":\"A128CBC-HS256\"}");

    assertInvalid(header + ".." + base64("iv") + "." + base64(ALICE) + "." + base64("tag"));
    assertInvalid(
        String.join(".", header, base64("key"), base64("iv"), base64(ALICE), base64("tag")));
    assertInvalid(signed("{\"alg\":\"HS256\",\"enc\":\"A128GCM\"}", ALICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"b64\":false",
        "\"b64\":false,\"crit\":[\"b64\"]",
        "\"b64\":true,\"crit\":[\"b64\"]",
        "\"crit\":[\"exp\"],\"exp\":1",
        "\"crit\":[\"urn:made-up\"],\"urn:made-up\":true",
        "\"crit\":[\"missing\"]",
        "\"crit\":\"b64\"",
        "\"zip\":\"DEF\"",
        "\"zip\":\"GZIP\"",
        "\"zip\":\"made-up\""
      })
  void aHeaderThatAsksForAnExtensionIsRefused(String members) {
    assertInvalid(signed("{\"alg\":\"HS256\"," + members + "}", ALICE));
  }

  @Test
  void anUnencodedPayloadIsRefused() {
    String header = base64("{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}");
    String input = header + "." + ALICE;
    String detached = sealed(input, "HmacSHA256", bytes(SECRET)).replace(ALICE, "");

    assertInvalid(sealed(input, "HmacSHA256", bytes(SECRET)));
    assertInvalid(detached);
  }

  @Test
  void aCompressedPayloadIsRefused() {
    String deflated = base64("{\"alg\":\"HS256\",\"zip\":\"DEF\"}") + "." + base64(deflate(ALICE));
    String zipped = base64("{\"alg\":\"HS256\",\"zip\":\"GZIP\"}") + "." + base64(gzip(ALICE));

    assertInvalid(sealed(deflated, "HmacSHA256", bytes(SECRET)));
    assertInvalid(sealed(zipped, "HmacSHA256", bytes(SECRET)));
  }

  @Test
  void manyThreadsAtOnceGetTheirOwnVerdicts() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      tokens.add(signed("{\"sub\":\"user" + i + "\"}"));
      tokens.add(signed(HS256, "{\"sub\":\"user" + i + "\"}", "HmacSHA256", OTHER_SECRET));
    }

    List<String> heard = tokens.parallelStream().map(this::userOrReason).toList();

    for (int i = 0; i < 2_000; i++) {
      assertThat(heard.get(2 * i)).isEqualTo("user" + i);
      assertThat(heard.get(2 * i + 1)).isEqualTo("INVALID");
    }
  }

  private String userOrReason(String token) {
    List<String> heard = new ArrayList<>();
    identities.identify(
        new Credential(token, "ann"),
        verdict ->
            heard.add(
                verdict instanceof Verdict.Known known
                    ? known.identity().user().value()
                    : ((Verdict.Refused) verdict).reason().name()));
    return String.join("+", heard);
  }

  private static byte[] deflate(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zipper = new GZIPOutputStream(out)) {
      zipper.write(bytes(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void assertInvalid(String token) {
    assertThat(Verdicts.refused(identities, token)).as(token).isEqualTo(Reason.INVALID);
  }
}
