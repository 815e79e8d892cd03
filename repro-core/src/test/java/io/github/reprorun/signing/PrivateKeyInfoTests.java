package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What PKCS#8 may hold besides the key, in hexadecimal DER. */
class PrivateKeyInfoTests {
    private static final String NAMED_P256 = "06082a8648ce3d030107";
    private static final String P256 = element("30", "06072a8648ce3d0201", NAMED_P256);
    private static final String ED25519 = "300506032b6570";
    private static final String SECRET = "11".repeat(32);
    private static final String POINT = "04" + "22".repeat(64);
    private static final String OTHER_POINT = "04" + "33".repeat(64);
    private static final String VERSION = "020100";
    private static final String SECRET_IN_OCTETS = "0420" + SECRET;
    private static final String TRAILING = "goes on after the end of its DER encoding";

    @Test
    void readsAttributesParametersAndEitherPublicKey() throws Exception {
        String parameters = element("a0", NAMED_P256);
        String inside = element("a1", element("03", "00" + POINT));
        String outside = element("81", "00" + POINT);
        String attributes = element("a0", "3000");

        for (PrivateKeyInfo info : new PrivateKeyInfo[] {
            parse(VERSION, P256, element("04", sec1(parameters, inside))),
            parse(VERSION, P256, element("04", sec1(inside)), attributes),
            parse("020101", P256, element("04", sec1(parameters)), attributes, outside),
            parse("020101", P256, element("04", sec1(inside)), outside),
        }) {
            assertThat(info.scheme()).isSameAs(io.github.reprorun.signing.P256.SCHEME);
            assertThat(info.secret()).isEqualTo(octets(SECRET));
            assertThat(info.publicKey()).contains(octets(POINT));
        }
        PrivateKeyInfo info = parse(VERSION, ED25519, element("04", SECRET_IN_OCTETS), attributes);
        assertThat(info.scheme()).isSameAs(Ed25519.SCHEME);
        assertThat(info.secret()).isEqualTo(octets(SECRET));
        assertThat(info.publicKey()).isEmpty();
    }

    @Test
    void refusesTwoPublicKeysThatDiffer() {
        String inside = element("a1", element("03", "00" + POINT));

        assertProblem(
                "holds two public keys that differ",
                "020101",
                P256,
                element("04", sec1(inside)),
                element("81", "00" + OTHER_POINT));
    }

    @Test
    void refusesAnotherCurveInsideThanOutside() {
        assertProblem(
                "is an EC key on P-384; Ed25519 and ECDSA P-256 keys are read",
                VERSION,
                P256,
                element("04", sec1(element("a0", "06052b81040022"))));
    }

    @Test
    void refusesAnUnknownVersionOfTheKeyInside() {
        assertProblem(
                "holds an EC key of the unknown version 2",
                VERSION,
                P256,
                element("04", element("30", "020102", SECRET_IN_OCTETS)));
    }

    @Test
    void refusesWhatFollowsAnyOfItsParts() {
        String more = "0500";
        String point = element("03", "00" + POINT);

        assertProblem(TRAILING, VERSION, ED25519, element("04", SECRET_IN_OCTETS), more);
        assertProblem(TRAILING, VERSION, ED25519, element("04", SECRET_IN_OCTETS, more));
        assertProblem(TRAILING, VERSION, element("30", "06032b6570", more), element("04", SECRET_IN_OCTETS));
        assertProblem(TRAILING, VERSION, P256, element("04", sec1(), more));
        assertProblem(TRAILING, VERSION, P256, element("04", sec1(more)));
        assertProblem(TRAILING, VERSION, P256, element("04", sec1(element("a0", NAMED_P256, more))));
        assertProblem(TRAILING, VERSION, P256, element("04", sec1(element("a1", point, more))));
        assertProblem(TRAILING, VERSION, element("30", "06072a8648ce3d0201", NAMED_P256, more), element("04", sec1()));
        assertThatThrownBy(() -> PrivateKeyInfo.parse(
                        octets(element("30", VERSION, ED25519, element("04", SECRET_IN_OCTETS)) + more)))
                .isInstanceOf(MalformedException.class)
                .hasMessage(TRAILING);
    }

    private static void assertProblem(String problem, String... parts) {
        assertThatThrownBy(() -> parse(parts))
                .isInstanceOf(MalformedException.class)
                .hasMessage(problem);
    }

    private static PrivateKeyInfo parse(String... parts) throws MalformedException {
        return PrivateKeyInfo.parse(octets(element("30", parts)));
    }

    private static String sec1(String... optional) {
        return element("30", "020101", SECRET_IN_OCTETS, String.join("", optional));
    }

    private static String element(String tag, String... parts) {
        String content = String.join("", parts);
        int length = content.length() / 2;
        String octets = HexFormat.of().toHexDigits((byte) length);
        return tag + (length < 0x80 ? octets : "81" + octets) + content;
    }

    private static Octets octets(String hex) {
        return Octets.of(HexFormat.of().parseHex(hex));
    }
}
