package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Size;

class DerTests {
    @Property
    void readsANaturalNumberInItsShortestForm(@ForAll @BigRange(min = "0") BigInteger number) throws Exception {
        byte[] content = number.toByteArray();
        Der der = Der.of(element(Der.INTEGER, content));

        assertThat(der.natural()).isEqualTo(number);
        assertThat(der.atEnd()).isTrue();
    }

    @Property
    void readsContentOfAnyLength(@ForAll @Size(max = 1000) byte[] content) throws Exception {
        assertThat(Der.of(element(Der.OCTET_STRING, content)).content(Der.OCTET_STRING))
                .isEqualTo(content);
    }

    @Property
    void refusesAnyTruncation(@ForAll @Size(max = 300) byte[] content) {
        byte[] whole = element(Der.OCTET_STRING, content);
        for (int length = 0; length < whole.length; length++) {
            Der der = Der.of(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> der.content(Der.OCTET_STRING)).isInstanceOf(MalformedException.class);
        }
    }

    @Property
    void neverFailsInAnotherWay(@ForAll @Size(max = 100) byte[] bytes) {
        try {
            PrivateKeyInfo.parse(Octets.of(bytes));
        } catch (MalformedException e) {
            assertThat(e.problem()).isNotBlank();
        }
    }

    @Example
    void refusesEveryOtherFormOfANumberOrLength() {
        assertRefused("0200", "is not DER: an integer has no content");
        assertRefused("0201ff", "has a negative integer");
        assertRefused("02020001", "is not DER: an integer has a superfluous leading zero");
        assertRefused("02020000", "is not DER: an integer has a superfluous leading zero");
        assertRefused("02810101", "is not DER: a length is not in its shortest form, or beyond 65536");
        assertRefused("0282000101", "is not DER: a length has a superfluous leading zero");
        assertRefused("028001010000", "is not DER: a length is not in its shortest form, or beyond 65536");
        assertRefused("0283010000", "is not DER: a length is not in its shortest form, or beyond 65536");
        assertRefused("028affffffffffffffffffff", "is not DER: a length is not in its shortest form, or beyond 65536");
        assertRefused("0202", "is cut short: an element of 2 bytes has 0");
        assertRefused("02", "is cut short");
        assertRefused("", "is not DER: expected tag 0x02 at byte 0");
        assertRefused("030100", "is not DER: expected tag 0x02 at byte 0");
    }

    @Example
    void refusesABitStringThatIsNotOfWholeBytes() {
        for (String hex : new String[] {"0300", "030101", "03020780"}) {
            assertThatThrownBy(() -> Der.of(HexFormat.of().parseHex(hex)).bits(Der.BIT_STRING))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("is not DER: a bit string is not of whole bytes");
        }
    }

    private static void assertRefused(String hex, String problem) {
        assertThatThrownBy(() -> Der.of(HexFormat.of().parseHex(hex)).natural())
                .isInstanceOf(MalformedException.class)
                .hasMessage(problem);
    }

    private static byte[] element(int tag, byte[] content) {
        Encoding encoding = Encoding.of().hex(HexFormat.of().toHexDigits((byte) tag));
        if (content.length >= 0x100) {
            encoding.hex("82" + HexFormat.of().toHexDigits((short) content.length));
        } else if (content.length >= 0x80) {
            encoding.hex("81" + HexFormat.of().toHexDigits((byte) content.length));
        } else {
            encoding.hex(HexFormat.of().toHexDigits((byte) content.length));
        }
        return encoding.bytes(Octets.of(content)).toArray();
    }
}
