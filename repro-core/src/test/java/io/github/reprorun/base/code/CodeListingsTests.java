package io.github.reprorun.base.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CodeListingsTests {
    private static final String FIRST = Sha256.ofUtf8("a") + "  A.class\n" + Sha256.ofUtf8("ü") + "  codeHash ü\n";
    private static final String SECOND = Sha256.ofUtf8("b") + "  B.class\n";

    @Test
    void comeBackFromTheirFile() {
        CodeListings listings = listings(FIRST, SECOND);

        assertThat(CodeListings.parse(listings.bytes())).isEqualTo(listings);
        assertThat(listings.of(digest(FIRST))).contains(FIRST);
        assertThat(CodeListings.parse(new byte[0])).isEqualTo(listings());
    }

    @Test
    void areOnlyBelievedWithTheirDigest() {
        String file = new String(listings(FIRST, SECOND).bytes(), StandardCharsets.UTF_8);
        String changed = file.replace("B.class", "C.class");
        String torn = file.substring(0, file.length() - 2);

        for (String other : new String[] {changed, torn}) {
            CodeListings read = CodeListings.parse(other.getBytes(StandardCharsets.UTF_8));
            assertThat(read.of(digest(FIRST)).isPresent()
                            && read.of(digest(SECOND)).isPresent())
                    .isFalse();
        }
    }

    @Test
    void leaveOutWhatIsTooMuch() {
        String long1 = (Sha256.ofUtf8("a") + "  A.class\n").repeat(CodeListings.LIMIT / 4 / 74);
        CodeListings read = CodeListings.parse(listings(long1, FIRST, SECOND).bytes());

        assertThat(read.lines().size()).isLessThan(3).isPositive();
        assertThat(listings(long1, FIRST, SECOND).bytes().length).isLessThan(CodeListings.LIMIT);
    }

    private static CodeListings listings(String... all) {
        TreeMap<String, String> lines = new TreeMap<>();
        for (String each : all) {
            lines.put(digest(each), each);
        }
        return new CodeListings(lines);
    }

    private static String digest(String lines) {
        return Sha256.ofUtf8(lines).hex();
    }
}
