package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/manifest.md says what is so. */
class ManifestDocumentTests {
    private static final String DOCUMENT = document();

    @Nested
    class Fields {
        @Test
        void areThoseOfTheSchema() {
            assertThat(SchemaFields.innermost(documented())).isEqualTo(SchemaFields.innermost());
        }

        private Set<String> documented() {
            Set<String> fields = new TreeSet<>();
            String below = "";
            for (String line : DOCUMENT.lines().toList()) {
                Matcher heading =
                        Pattern.compile("\\| field(?: below `(.*)`)? \\|.*").matcher(line);
                Matcher row = Pattern.compile("\\| `([^`]*)` \\|.*").matcher(line);
                if (line.startsWith("## The result digest")) {
                    return fields;
                } else if (heading.matches()) {
                    below = heading.group(1) == null ? "" : heading.group(1) + ".";
                } else if (row.matches()) {
                    fields.add(below + row.group(1));
                }
            }
            throw new IllegalStateException("no heading ends the fields");
        }
    }

    @Nested
    class Example {
        private final byte[] manifest = block("json").getBytes(StandardCharsets.US_ASCII);
        private final List<String> texts = blocks("text");

        @Test
        void isAManifest() {
            TrainingRunSchema.assertValid(manifest);
            assertThat(ManifestJson.read("example", manifest).definition().name())
                    .isEqualTo("coin");
        }

        @Test
        void hasTheCanonicalFormAndTheDigestThatAreGiven() throws IOException {
            String canonical = texts.get(0).strip();
            String digest = texts.get(1).strip();

            assertThat(canonicalForm(new ObjectMapper().readTree(manifest))).isEqualTo(canonical);
            assertThat(Sha256.ofUtf8(canonical).hex()).isEqualTo(digest);
            assertThat(ManifestJson.read("example", manifest).resultDigest().hex())
                    .isEqualTo(digest);
        }

        @Test
        void isToldAgainByThatOfAManifestWithEveryField() throws IOException {
            Manifest full = Manifests.full();

            assertThat(Sha256.ofUtf8(canonicalForm(ManifestJson.tree(full)))).isEqualTo(full.resultDigest());
        }

        @Test
        void isRecomputedByTheProgramThatIsGiven(@TempDir Path directory) throws Exception {
            assumeThat(isInstalled("jq")).as("jq is installed").isTrue();
            Path program = Files.writeString(directory.resolve("result.jq"), block("jq"));
            for (byte[] json : List.of(manifest, ManifestJson.write(Manifests.full()))) {
                Path file = Files.write(directory.resolve("manifest.json"), json);
                Process jq = new ProcessBuilder("jq", "-cjSf", program.toString(), file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                Sha256 digest = Sha256.of(jq.getInputStream().readAllBytes());

                assertThat(jq.waitFor()).isZero();
                assertThat(digest).isEqualTo(ManifestJson.read("m", json).resultDigest());
            }
        }

        private boolean isInstalled(String program) throws InterruptedException {
            try {
                return new ProcessBuilder(program, "--version")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException notThere) {
                return false;
            }
        }
    }

    /** What the page says of the canonical form, without any of the library's code. */
    private static String canonicalForm(JsonNode manifest) throws IOException {
        JsonNode predicate = manifest.get("predicate");
        JsonNode definition = predicate.get("buildDefinition");
        Map<String, Object> result = new TreeMap<>();
        result.put("version", 1);
        result.put("seed", definition.at("/externalParameters/seed").textValue());
        Map<String, Object> inputs = new TreeMap<>();
        for (JsonNode dependency : definition.get("resolvedDependencies")) {
            if (dependency.at("/annotations/kind").asText().equals("input")) {
                inputs.put(dependency.get("name").textValue(), sorted(dependency.get("digest")));
            }
        }
        result.put("inputs", inputs);
        Map<String, Object> outputs = new TreeMap<>();
        for (JsonNode subject : manifest.get("subject")) {
            if (subject.get("name").textValue().startsWith("outputs/")) {
                outputs.put(
                        subject.get("name").textValue(),
                        subject.at("/digest/sha256").textValue());
            }
        }
        result.put("outputs", outputs);
        Map<String, Object> parameters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> parameter :
                definition.at("/externalParameters/parameters").properties()) {
            Map<String, Object> entry = sorted(parameter.getValue());
            if (entry.containsKey("bits")) {
                entry.remove("value");
            }
            parameters.put(parameter.getKey(), entry);
        }
        result.put("parameters", parameters);
        List<Object> metrics = new ArrayList<>();
        for (JsonNode metric : predicate.get("metrics")) {
            Map<String, Object> entry = sorted(metric);
            entry.remove("value");
            metrics.add(entry);
        }
        result.put("metrics", metrics);
        List<Object> series = new ArrayList<>();
        for (JsonNode each : predicate.get("series")) {
            Map<String, Object> entry = new TreeMap<>();
            entry.put("name", each.get("name").textValue());
            entry.put("count", each.get("count").asText());
            entry.put("sha256", each.at("/digest/sha256").textValue());
            series.add(entry);
        }
        if (!series.isEmpty()) {
            result.put("series", series);
        }
        return new ObjectMapper().writeValueAsString(result);
    }

    private static Map<String, Object> sorted(JsonNode object) {
        Map<String, Object> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static String document() {
        try {
            return Files.readString(Path.of("..", "docs", "manifest.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String block(String language) {
        List<String> blocks = blocks(language);
        assertThat(blocks).as("blocks of %s", language).hasSize(1);
        return blocks.get(0);
    }

    /** The contents of the fenced blocks of {@code language}. */
    private static List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```\n").matcher(DOCUMENT);
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }
}
