package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentEncodingTests {
    @Test
    void letsPassWhatArrivesAsItIs() {
        assertThatCode(() -> require(StandardCharsets.UTF_8, "", "a b", "\u00fc\u20ac\ud83d\ude00", "\n"))
                .doesNotThrowAnyException();
        assertThatCode(() -> require(StandardCharsets.US_ASCII, "", "a b", "\n"))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWhatWouldArriveAsSomethingElse() {
        assertRefused(StandardCharsets.US_ASCII, "\u00fc");
        assertRefused(StandardCharsets.ISO_8859_1, "\u00fc");
        assertRefused(Charset.forName("windows-1252"), "\u20ac");
    }

    @Test
    void refusesWhatWasNotDecodedInTheFirstPlace() {
        assertRefused(StandardCharsets.UTF_8, "\ufffd");
        assertRefused(StandardCharsets.UTF_8, "\ud83d");
    }

    private static void assertRefused(Charset charset, String argument) {
        assertThatThrownBy(() -> require(charset, "first", argument))
                .isInstanceOf(UsageException.class)
                .hasMessage(new UsageException(
                                "argument 2",
                                "\"" + argument
                                        + "\" cannot be passed on unchanged from this process, whose charset is "
                                        + charset + "; start it with LC_ALL=C.UTF-8")
                        .getMessage());
    }

    private static void require(Charset charset, String... arguments) {
        ArgumentEncoding.requirePassable("argument", List.of(arguments), charset);
    }
}
