package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.StartedProgram;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

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
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts(arguments));
        return new Verb(status, normal(out), normal(err));
    }

    /** As {@link #run}, in a JVM of its own, for what starts a program: that one writes to the streams of its parent. */
    static Verb apart(Path directory, Object... arguments) {
        StartedProgram.Ended ended =
                StartedProgram.of(directory, Main.class, texts(arguments)).run();
        return new Verb(ended.status(), normal(ended.output()), normal(ended.error()));
    }

    private static String[] texts(Object... arguments) {
        return Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    }

    private static String normal(Object text) {
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

    /** Asserts the last line on standard error, after what a program said that was started. */
    Verb assertLastError(String line) {
        assertThat(err.lines()).endsWith(line);
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
