package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What a verb of the command line answered, in this JVM.
 *
 * @param out what it printed on standard output, with LF at the ends of lines
 * @param err what it printed on standard error
 */
record Verb(int status, String out, String err) {
    /** One document and nothing else. */
    private static final ObjectMapper ONE_DOCUMENT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Verb run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
        return new Verb(status, normal(out), normal(err));
    }

    private static String normal(StringWriter text) {
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    Verb assertStatus(int expected) {
        assertThat(status).as("status; output:%n%s%nerror:%n%s", out, err).isEqualTo(expected);
        return this;
    }

    /** Asserts that nothing but these lines was said on standard error. */
    Verb assertError(String... lines) {
        assertThat(err).isEqualTo(String.join("\n", lines) + "\n");
        return this;
    }

    Verb assertSilent() {
        assertThat(err).isEmpty();
        return this;
    }

    /** The document that was printed, and nothing beside it. */
    JsonNode json() {
        try {
            return ONE_DOCUMENT.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not one document:\n" + out, e);
        }
    }
}
