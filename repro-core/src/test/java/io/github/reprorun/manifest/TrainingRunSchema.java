package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schema that the jar ships, and a validator that is not ours. */
public final class TrainingRunSchema {
    static final String RESOURCE = "training-run-v1.schema.json";

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text());

    private TrainingRunSchema() {}

    static String text() {
        try (InputStream in = Manifest.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree() {
        try {
            return new ObjectMapper().readTree(text());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> problems(JsonNode manifest) {
        return SCHEMA.validate(manifest).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** Asserts that {@code manifest} is what the schema describes. */
    public static void assertValid(byte[] manifest) {
        assertThat(SCHEMA.validate(new String(manifest, StandardCharsets.US_ASCII), InputFormat.JSON))
                .isEmpty();
    }
}
