package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.study.StudyFixture;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} says of a study beside that its signature holds. */
class VerifyStudyTests {
    private static final Hazard LISTENER =
            hazard(Hazard.RESUMED_WITHOUT + "state of a listener", "zz.Plateau", Hazard.Treatment.UNCONTROLLED);
    private static final Hazard RANDOM = hazard("java.util.Random()", "zz.Main", Hazard.Treatment.UNCONTROLLED);

    @TempDir
    private Path folder;

    private Path keys;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = folder.toRealPath().resolve("keys");
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);
    }

    private static Hazard hazard(String kind, String place, Hazard.Treatment treatment) {
        return new Hazard(kind, place, -1, 1, treatment, "Train from the start.");
    }

    private Path study(int seeds, Hazard... hazards) throws IOException {
        return StudyFixture.make(
                folder.toRealPath().resolve("runs"), seeds, List.of(hazards), keys.resolve(SigningKey.PRIVATE_FILE));
    }

    private Verb verify(Path study, String... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("verify", study, "--trusted-key", keys.resolve(SigningKey.PUBLIC_FILE)));
        arguments.addAll(List.of(more));
        return Verb.run(arguments.toArray()).assertStatus(0).assertSilent();
    }

    /** In the order of their places, in which verify names them. */
    private static List<String> runs(Path study) {
        return StudyResult.read(study).cells().stream()
                .map(StudyManifest.Cell::run)
                .map(run -> run.orElseThrow())
                .sorted()
                .toList();
    }

    private static List<String> lines(Verb verb, String title) {
        return verb.out().lines().filter(line -> line.startsWith("  " + title)).toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void cautionsWhereARunWentOnWithoutSomething() throws IOException {
        Path study = study(2, RANDOM, LISTENER);

        assertThat(lines(verify(study), "caution"))
                .containsExactlyElementsOf(runs(study).stream()
                        .map(run -> "  caution    " + run + ": resumed without state of a listener (zz.Plateau)")
                        .toList());
    }

    @Test
    void namesTheFirstCautionsAndAllOfThemInJson() throws IOException {
        Path study = study(5, LISTENER);
        List<String> all = runs(study).stream()
                .map(run -> run + ": resumed without state of a listener (zz.Plateau)")
                .toList();

        assertThat(lines(verify(study), "caution"))
                .containsExactly(
                        "  caution    " + all.get(0),
                        "  caution    " + all.get(1),
                        "  caution    " + all.get(2),
                        "  caution    and 2 more, 5 in all");
        assertThat(texts(verify(study, "--json").json().get("resumptions"))).isEqualTo(all);
    }

    @Test
    void printsNoLineBreakOfARunInACaution() throws IOException {
        Path study = study(1, hazard("resumed without a\nVERIFIED", "zz.\u001b[2J", Hazard.Treatment.UNCONTROLLED));

        assertThat(lines(verify(study), "caution"))
                .singleElement()
                .asString()
                .doesNotContain("\u001b")
                .contains("resumed without a")
                .contains("VERIFIED");
        assertThat(verify(study).out().lines().filter(line -> line.startsWith("VERIFIED")))
                .hasSize(1);
    }

    @Test
    void cautionsOfNothingElse() throws IOException {
        Path study = study(2, RANDOM);

        assertThat(verify(study).out()).doesNotContain("caution");
        assertThat(verify(study, "--json").json().has("resumptions")).isFalse();
    }

    @Test
    void namesTheFirstFilesThatNobodySignedAndAllOfThemInJson() throws IOException {
        Path study = study(4);
        Path runs = study.resolve("../..").normalize();
        for (String run : runs(study)) {
            Files.writeString(runs.resolve(run).resolve("notes.txt"), "mine");
        }
        List<String> all = runs(study).stream().map(run -> run + "/notes.txt").toList();

        assertThat(lines(verify(study), "not signed"))
                .containsExactly(
                        "  not signed " + all.get(0),
                        "  not signed " + all.get(1),
                        "  not signed " + all.get(2),
                        "  not signed and 1 more, 4 in all");
        assertThat(texts(verify(study, "--json").json().get("strays"))).isEqualTo(all);
    }
}
