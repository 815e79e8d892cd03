package io.github.reprorun.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.run.MachineClock;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.signing.Algorithm;
import io.github.reprorun.signing.SigningKey;
import io.github.reprorun.signing.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedStudyTests {
    @TempDir
    private Path folder;

    private Path study;

    private Path statement;

    private StudyManifest manifest;

    private TrustPolicy policy;

    private final FakeCells cells = new FakeCells();

    @BeforeEach
    void make() throws IOException {
        Path keys = folder.toRealPath().resolve("keys");
        SigningKey.generate(Algorithm.ED25519, new SecureRandom()).writeTo(keys);
        policy = TrustPolicy.of(List.of(keys.resolve(SigningKey.PUBLIC_FILE)), 1);
        cells.failing.add("rate=0.2, seed 7");
        StudyResult result = new StudyRunner(
                        "grid",
                        new StudyManifest.Program(
                                "com.example.Cell",
                                List.of("--rate", "\u00fc"),
                                false,
                                OptionalInt.of(2),
                                Optional.of("host"),
                                List.of("-Xmx1g"),
                                List.of(),
                                List.of("../model.bin"),
                                Path.of("").toAbsolutePath().toString(),
                                List.of()),
                        new StudyDesign(
                                StudyDesign.seeds("7"),
                                new TreeMap<>(Map.of("rate", List.of("0.1", "0.2", "0.3"))),
                                OptionalInt.empty(),
                                false,
                                List.of(new StudyDesign.Exclusion(new TreeMap<>(Map.of("rate", "0.3")), "diverges"))),
                        List.of(),
                        new RunsDirectory(folder.toRealPath().resolve("runs")),
                        1,
                        Optional.of(keys.resolve(SigningKey.PRIVATE_FILE)),
                        cells,
                        MachineClock.UTC,
                        Duration.ZERO,
                        Optional.empty())
                .run();
        study = result.directory();
        statement = study.resolve(StudyManifest.FILE_NAME);
        manifest = result.manifest().orElseThrow();
    }

    @Test
    void isWhatWasSigned() {
        VerifiedStudy verified = VerifiedStudy.verify(study, policy);

        assertThat(verified.manifest()).isEqualTo(manifest);
        assertThat(verified.directory()).isEqualTo(study);
        assertThat(verified.keyids()).isEqualTo(policy.keyids());
        assertThat(verified.runs().keySet())
                .containsExactlyInAnyOrder(run(0), run(1))
                .allSatisfy(run -> assertThat(run).startsWith("cell/"));
        assertThat(verified.run(manifest.cells().get(0))
                        .orElseThrow()
                        .manifest()
                        .parent())
                .contains(manifest.parent());
        assertThat(verified.run(manifest.cells().get(2))).isEmpty();
        assertThat(VerifiedStudy.verify(statement, policy).manifest()).isEqualTo(manifest);
        assertThat(VerifiedStudy.unsigned(study).keyids()).isEmpty();
    }

    @Test
    void isRefusedIfItsStatementIsNotWhatWasSigned() throws IOException {
        Files.writeString(statement, Files.readString(statement).replace("diverges", "is slow"));

        assertThatThrownBy(() -> VerifiedStudy.verify(study, policy))
                .isInstanceOf(RefusedException.class)
                .hasMessage(statement + ": expected the bytes that were signed, found different bytes");
    }

    @Test
    void isRefusedWithoutASignature() throws IOException {
        Files.delete(study.resolve(StudyManifest.ENVELOPE_FILE_NAME));

        assertThatThrownBy(() -> VerifiedStudy.verify(study, policy))
                .isInstanceOf(RefusedException.class)
                .hasMessage(study + ": expected a signed study, found no study.dsse.json");
    }

    @Test
    void isRefusedIfARunIsNotWhatTheStatementSays() throws IOException {
        Path first = runs().resolve(run(0)).resolve("outputs/what.txt");
        Files.writeString(first, "tampered");
        Path second = runs().resolve(run(1)).resolve(Manifest.FILE_NAME);
        Files.writeString(second, Files.readString(second).replace("told to", "told so"));

        assertThatThrownBy(() -> VerifiedStudy.verify(study, policy))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("outputs/what.txt: expected sha256 ")
                .satisfies(refused -> assertThat(refused.getSuppressed()[0])
                        .hasMessageStartingWith(run(1) + "/manifest.json: expected sha256 "));
    }

    @Test
    void isRefusedIfARunIsGone() throws IOException {
        Files.delete(runs().resolve(run(1)).resolve(Manifest.FILE_NAME));

        assertThatThrownBy(() -> VerifiedStudy.unsigned(study))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith("found no such file");
    }

    @Test
    void isRefusedIfItDoesNotAgreeWithItself() throws IOException {
        String honest = Files.readString(statement);
        String digest = manifest.resultDigest().hex();

        assertThatThrownBy(() -> rewritten(honest.replace(digest, "0".repeat(64))))
                .isInstanceOf(UnreadableException.class)
                .hasMessageEndingWith("its resultDigest is not what follows from the rest of it");
        assertThatThrownBy(() -> rewritten(honest.replaceFirst("\"name\": \"cell/", "\"name\": \"cell/0")))
                .hasMessageEndingWith("its subject is not what follows from the rest of it");
        assertThatThrownBy(() -> rewritten(honest.replaceFirst("(?s)(\"seeds\": \\[\\s*)\"7\"", "$1\"8\"")))
                .hasMessageEndingWith("its cells is not what follows from the rest of it");
        assertThatThrownBy(() -> rewritten(honest.replace("\"run\": \"cell/", "\"run\": \"../")))
                .hasMessageContaining("\"..\" is not a name of");
        assertThatThrownBy(() -> rewritten(honest.replace("  ", " ")))
                .hasMessageEndingWith("is not in the exact form of a study's statement: it was edited");
        assertThatThrownBy(() -> rewritten(honest.replace("MADE", "DONE"))).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> rewritten(honest.replaceFirst("(?s)\"paired\": false,\\s*", "")))
                .hasMessageEndingWith("has no predicate.design.paired");
    }

    @Test
    void namesFieldsOfNewerVersionsAndKeepsThem() throws IOException {
        String newer =
                Files.readString(statement).replace("\"sittings\": 1", "\"sittings\": 1,\n        \"workers\": \"2\"");

        StudyManifest read = rewritten(newer);

        assertThat(read.unknown()).containsExactly("predicate.runDetails.metadata.workers");
        assertThat(read.cells()).isEqualTo(manifest.cells());
    }

    @Test
    void concludesNothingIfACriticalFieldIsNotKnown() throws IOException {
        String newer = Files.readString(statement)
                .replace("\"predicate\": {", "\"predicate\": {\n    \"critical\": [\n      \"predicate.tree\"\n    ],");

        assertThatThrownBy(() -> rewritten(newer))
                .isInstanceOf(NotUnderstoodException.class)
                .hasMessageContaining("predicate.tree");
    }

    @Test
    void hasOneForm() throws IOException {
        assertThat(StudyJson.write(manifest)).isEqualTo(Files.readAllBytes(statement));
        assertThat(manifest.cells().get(0).cell().rootSeed())
                .isNotEqualTo(manifest.cells().get(0).cell().seed());
    }

    private StudyManifest rewritten(String json) throws IOException {
        Files.writeString(statement, json);
        return StudyResult.read(study);
    }

    private Path runs() {
        return study.resolve("../..").normalize();
    }

    private String run(int cell) {
        return manifest.cells().get(cell).run().orElseThrow();
    }
}
