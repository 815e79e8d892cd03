package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What holds of the exact form of every manifest. */
class EveryManifestTests {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void isReadAsItWasWritten(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        byte[] json = ManifestJson.write(manifest);

        assertThat(ManifestJson.read("m", json)).isEqualTo(manifest);
        assertThat(ManifestJson.write(ManifestJson.read("m", json))).isEqualTo(json);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void isValidByTheSchema(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        TrainingRunSchema.assertValid(ManifestJson.write(manifest));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void isAsciiWithLineFeedsIndentedByTwo(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        byte[] json = ManifestJson.write(manifest);

        for (byte b : json) {
            assertThat(b == '\n' || b >= ' ').as("byte %d", b).isTrue();
        }
        assertThat(new String(json, StandardCharsets.US_ASCII))
                .startsWith("{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n  \"subject\": [")
                .endsWith("\n}\n")
                .doesNotContain(" \n");
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void hasItsSubjectsSortedByName(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        List<String> names = new ArrayList<>();
        for (JsonNode subject : ManifestJson.tree(manifest).get("subject")) {
            names.add(subject.get("name").textValue());
        }
        assertThat(names).isSorted().doesNotHaveDuplicates();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void isTheSameInEveryLocale(@ForAll(supplier = ManifestSupplier.class) Manifest manifest) {
        Locale before = Locale.getDefault();
        byte[] json = ManifestJson.write(manifest);
        try {
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "fa-IR", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(ManifestJson.write(manifest)).as(tag).isEqualTo(json);
                assertThat(ManifestJson.read("m", json)).as(tag).isEqualTo(manifest);
                assertThat(Manifests.resultDigest(manifest)).as(tag).isEqualTo(manifest.resultDigest());
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void isNotReadWithAnyOtherByteAnywhere(
            @ForAll(supplier = ManifestSupplier.class) Manifest manifest, @ForAll @Size(40) List<Integer> places) {
        byte[] json = ManifestJson.write(manifest);
        for (int place : places) {
            int at = Math.floorMod(place, json.length);
            json[at] ^= (byte) (1 << Math.floorMod(place, Byte.SIZE));
            assertRefusedOrAnother(manifest, json);
            json[at] ^= (byte) (1 << Math.floorMod(place, Byte.SIZE));
        }
    }

    /** A letter of a free text is part of what a manifest says: with another one it says something else. */
    private static void assertRefusedOrAnother(Manifest manifest, byte[] json) {
        try {
            assertThat(ManifestJson.read("m", json)).isNotEqualTo(manifest);
        } catch (UnreadableException | NotUnderstoodException refused) {
            assertThat(refused.getMessage()).startsWith("m: ").doesNotContain("\n");
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void isNotReadWhenCutShort(
            @ForAll(supplier = ManifestSupplier.class) Manifest manifest, @ForAll @Size(20) List<Integer> lengths) {
        byte[] json = ManifestJson.write(manifest);
        for (int length : lengths) {
            byte[] cut = Arrays.copyOf(json, Math.floorMod(length, json.length));
            assertThatThrownBy(() -> ManifestJson.read("m", cut)).isInstanceOf(UnreadableException.class);
        }
    }
}
