package io.github.reprorun.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the SciPy that is installed says now, against scipy.json. The variable {@code PYTHON} names another interpreter than
 * {@code python3}.
 */
@Tag("statistics")
class ScipyTests {
    private static final String PYTHON = System.getenv().getOrDefault("PYTHON", "python3");
    private static final int MINUTES = 5;
    private static final double EXACT = 1e-9;

    @TempDir
    Path folder;

    @Test
    void saysWhatTheFileSays() throws Exception {
        // stats.bootstrap has taken its generator as rng since SciPy 1.15
        Output scipy = python(
                "-c",
                "import scipy\n"
                        + "assert tuple(map(int, scipy.__version__.split('.')[:2])) >= (1, 15), scipy.__version__");
        assumeTrue(scipy.status() == 0, () -> PYTHON + " has no SciPy 1.15 or later: " + scipy.err());

        Output now = python(resource("reference.py").toString());

        assertThat(now.status()).as(now.err()).isZero();
        ObjectMapper json = new ObjectMapper();
        JsonNode file = json.readTree(Files.readString(resource("scipy.json"), StandardCharsets.UTF_8));
        assertSame("", file, json.readTree(now.out()));
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(ScipyTests.class.getResource(name)).toURI());
    }

    private static void assertSame(String path, JsonNode file, JsonNode now) {
        assertThat(now.getNodeType()).as(path).isEqualTo(file.getNodeType());
        assertThat(now.size()).as(path).isEqualTo(file.size());
        if (file.isObject()) {
            assertThat(now.fieldNames()).toIterable().as(path).containsExactlyInAnyOrderElementsOf(file::fieldNames);
            for (Map.Entry<String, JsonNode> field : file.properties()) {
                assertField(path + "/" + field.getKey(), field.getValue(), now, field.getKey());
            }
        } else if (file.isArray()) {
            for (int i = 0; i < file.size(); i++) {
                assertSame(path + "/" + i, file.get(i), now.get(i));
            }
        } else if (file.isNumber()) {
            double expected = file.asDouble();
            assertThat(now.asDouble()).as(path).isCloseTo(expected, within(EXACT * Math.max(1, Math.abs(expected))));
        } else {
            assertThat(now).as(path).isEqualTo(file);
        }
    }

    private static void assertField(String path, JsonNode file, JsonNode now, String name) {
        if (name.equals("made")) {
            assertThat(now.get(name).asText()).startsWith("by reference.py beside this file");
        } else {
            assertSame(path, file, now.get(name));
        }
    }

    private record Output(int status, String out, String err) {}

    private Output python(String... arguments) throws IOException, InterruptedException {
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(PYTHON).redirectOutput(out).redirectError(err);
        builder.command().addAll(List.of(arguments));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Output(-1, "", e.getMessage());
        }
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("%s ended within %d minutes", PYTHON, MINUTES).isTrue();
        return new Output(
                process.exitValue(),
                Files.readString(out.toPath(), StandardCharsets.UTF_8),
                Files.readString(err.toPath(), StandardCharsets.UTF_8).strip());
    }
}
