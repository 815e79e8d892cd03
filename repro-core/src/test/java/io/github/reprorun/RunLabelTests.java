package io.github.reprorun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RecordedStart;
import io.github.reprorun.internal.launch.Signing;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.Parent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLabelTests {
    @TempDir
    private Path folder;

    private ExecutedRun run;

    @BeforeEach
    void prepare() {
        run = new ExecutedRun(folder);
    }

    @Test
    void areInTheManifestAndNotInTheResult() {
        Manifest without = new ExecutedRun(folder.resolve("without")).of(training -> training.metric("recall", 1));

        run.unsigned()
                .label("team", "risk")
                .label("note", "\u00fc")
                .label("team", "fraud")
                .execute(training -> training.metric("recall", 1));

        assertThat(run.left().labels()).isEqualTo(new Labels(new TreeMap<>(Map.of("team", "fraud", "note", "\u00fc"))));
        assertThat(run.left().parent()).isEmpty();
        assertThat(run.left().newer().critical()).isEmpty();
        assertThat(run.left().resultDigest()).isEqualTo(without.resultDigest());
        assertThat(without.labels()).isEqualTo(Labels.NONE);
    }

    @Test
    void areRefusedBeforeTheRunBeginsIfTheyAreNone() {
        ReproducibleRun described = run.unsigned().label("a b", "x");

        assertThatThrownBy(() -> described.execute(training -> training.metric("recall", 1)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("name of label: \"a b\" is not a name");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void areKnownToWhoeverResumesTheRun() {
        RecordedStart facts = new RecordedStart(
                true,
                false,
                Signing.AS_THE_PROGRAM_SAYS,
                new TreeMap<>(Map.of("claims", folder)),
                new Labels(new TreeMap<>(Map.of("team", "fraud"))),
                Optional.of(new Parent(Parent.STUDY, "grid", Sha256.ofUtf8("study"))));
        ObjectNode journal = JsonNodeFactory.instance.objectNode();

        facts.writeTo(journal);

        assertThat(RecordedStart.of(journal)).isEqualTo(facts);
        RecordedStart none = new RecordedStart(
                false, true, Signing.with(Optional.empty()), new TreeMap<>(), Labels.NONE, Optional.empty());
        ObjectNode other = JsonNodeFactory.instance.objectNode();
        none.writeTo(other);
        assertThat(RecordedStart.of(other)).isEqualTo(none);
    }
}
