package io.github.reprorun.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class Base64FormTests {
    @Property
    void readsWhatTheEncoderWrites(@ForAll @Size(max = 40) byte[] content) throws Exception {
        byte[] text = Base64.getEncoder().encode(content);

        assertThat(Octets.ofBase64(text, 0, text.length)).isEqualTo(Octets.of(content));
    }

    @Property(tries = 20_000)
    void readsNothingElse(@ForAll @StringLength(max = 9) @Chars({'A', 'B', 'Q', 'Z', '/', '+', '=', '-'}) String text) {
        byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.US_ASCII);
        try {
            Octets read = Octets.ofBase64(bytes, 1, text.length());

            assertThat(new String(read.base64(), StandardCharsets.US_ASCII)).isEqualTo(text);
        } catch (MalformedException e) {
            assertThat(e.problem()).startsWith("is not base64");
        }
    }
}
