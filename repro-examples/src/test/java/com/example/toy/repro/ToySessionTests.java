package com.example.toy.repro;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.toy.Toy;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.spi.testing.FakeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The extension without a run: what its author would test, with repro-core and its test jar. */
class ToySessionTests {
    private static final String KERNEL = "com.example.toy.kernel";

    @TempDir
    Path folder;

    private FakeRun run;
    private ToySession session;
    private Path values;

    @BeforeEach
    void open() throws IOException {
        values = Files.writeString(folder.resolve("values.txt"), "1\n2\n3\n");
        run = new FakeRun(7, folder);
        session = (ToySession) new ToyExtension().open(run);
    }

    @AfterEach
    void close() {
        session.close();
        System.clearProperty(KERNEL);
    }

    /** The first draw of the generator that the place with {@code key} is to have. */
    private double firstDraw(long key) {
        return new Random(run.seed().derive("toy/" + Long.toHexString(key))).nextGaussian();
    }

    private record Drawn(long place, double number) {}

    private Drawn draw() {
        return new Drawn(run.place().key(), Toy.noisySum(1, 0));
    }

    @Test
    void seedsTheGeneratorOfEachPlaceByTheRunAndThePlace() throws Exception {
        FutureTask<Drawn> task = new FutureTask<>(this::draw);
        new Thread(task).start();
        Drawn here = draw();
        Drawn there = task.get();

        assertThat(here.number()).isEqualTo(firstDraw(here.place()));
        assertThat(there.number()).isEqualTo(firstDraw(there.place())).isNotEqualTo(here.number());
        assertThat(draw().number()).isNotEqualTo(here.number());
    }

    @Test
    void trainsWithTheStrengthThatTheUserChose() throws IOException {
        run.withParameter("toy.strength", 0.0);

        assertThat(session.train(values)).isEqualTo(6);

        assertThat(run.parameters()).containsOnlyKeys("toy.strength");
        assertThat(run.metrics()).containsExactly(new FakeRun.Metric("toy.sum", OptionalLong.empty(), 6));
        assertThat(run.hazards()).isEmpty();
    }

    @Test
    void recordsItsParameterAndItsInput() throws IOException {
        session.train(values);

        assertThat(run.parameters()).containsEntry("toy.strength", ParameterValue.of(0.5));
        assertThat(run.inputs()).containsEntry("toy-values", values);
    }

    @Test
    void statesTheKernelAsAFact() {
        assertThat(session.environment()).containsEntry("toy.kernel", Evidence.observed("plain"));

        System.setProperty(KERNEL, "fast");

        assertThat(session.environment()).containsEntry("toy.kernel", Evidence.observed("fast"));
    }

    @Test
    void reportsTheKernelThatDoesNotRepeat() throws IOException {
        System.setProperty(KERNEL, "fast");

        session.train(values);

        assertThat(run.hazards()).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo("toy's fast kernel");
            assertThat(hazard.treatment()).isEqualTo(Hazard.Treatment.UNCONTROLLED);
            assertThat(hazard.advice()).isEqualTo("Set com.example.toy.kernel to plain.");
        });
    }

    @Test
    void givesTheFrameworkItsOwnGeneratorsBack() {
        session.close();

        assertThat(Toy.noisySum(1, 0)).isNotEqualTo(firstDraw(run.place().key()));
    }
}
