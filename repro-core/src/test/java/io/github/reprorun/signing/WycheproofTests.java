package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Google's Wycheproof vectors, every group and every vector. Neither file has a vector whose result is "acceptable", that
 * is left to the implementation; the counts below would show one.
 */
class WycheproofTests {
    private static final String ED25519 = "ed25519_test.json";
    private static final String P256 = "ecdsa_secp256r1_sha256_test.json";

    /**
     * Valid vectors that JDK 17 and 25 refuse, since they compare the x-coordinate with r without reducing it modulo the
     * order. An honest signature is of this kind with a probability of 2^-128; that is left to the JDK.
     */
    private static final Set<String> REFUSED_BY_THE_JDK = Set.of(
            P256 + " 350 k*G has a large x-coordinate",
            P256 + " 479 r = 3, x = n + 3 is the smallest possible x with a reduction");

    static Stream<Vector> ed25519() throws IOException {
        return vectors(ED25519);
    }

    static Stream<Vector> p256() throws IOException {
        return vectors(P256);
    }

    @Test
    void theVectorsAreAllThere() throws IOException {
        assertThat(results(ED25519)).containsExactly(Map.entry("invalid", 63), Map.entry("valid", 88));
        assertThat(results(P256)).containsExactly(Map.entry("invalid", 310), Map.entry("valid", 174));
    }

    @ParameterizedTest
    @MethodSource
    void ed25519(Vector vector) {
        vector.check();
    }

    @ParameterizedTest
    @MethodSource
    void p256(Vector vector) {
        vector.check();
    }

    private static Map<String, Integer> results(String file) throws IOException {
        Map<String, Integer> results = new TreeMap<>();
        vectors(file).forEach(vector -> results.merge(vector.result, 1, Integer::sum));
        return results;
    }

    private static Stream<Vector> vectors(String file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(TestKeys.resource("wycheproof/" + file));
        Stream.Builder<Vector> vectors = Stream.builder();
        for (JsonNode group : root.path("testGroups")) {
            String pem = group.path("publicKeyPem").textValue();
            TrustedKey key = TrustedKey.parse(file, Path.of(file), pem.getBytes(StandardCharsets.US_ASCII));
            for (JsonNode test : group.path("tests")) {
                vectors.add(new Vector(
                        file + " " + test.path("tcId") + " "
                                + test.path("comment").textValue(),
                        key,
                        octets(test.path("msg")),
                        octets(test.path("sig")),
                        test.path("result").textValue()));
            }
        }
        return vectors.build();
    }

    private static Octets octets(JsonNode hex) {
        return Octets.of(HexFormat.of().parseHex(hex.textValue()));
    }

    private record Vector(String name, TrustedKey key, Octets message, Octets signature, String result) {
        void check() {
            Optional<String> flaw = key.flaw(message::feed, signature);
            switch (result) {
                case "valid" ->
                    assertThat(flaw)
                            .as(name)
                            .isIn(Optional.empty(), Optional.of("one that does not verify"))
                            .matches(found -> found.isEmpty() || REFUSED_BY_THE_JDK.contains(name));
                case "invalid" -> assertThat(flaw).as(name).isPresent();
                default -> throw new AssertionError("unexpected result " + result);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
