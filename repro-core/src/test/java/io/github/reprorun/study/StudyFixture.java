package io.github.reprorun.study;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.manifest.Parent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Studies for tests of what reads them: signed, and made without a process. Stateless. */
public final class StudyFixture {
    private StudyFixture() {}

    /**
     * Makes a study of one setting, each of whose runs met the same hazards.
     *
     * @param seeds of its runs, from 1
     * @param key the private one that signs it
     * @return its directory
     */
    public static Path make(Path runs, int seeds, List<Hazard> hazards, Path key) {
        FakeCells cells = new FakeCells();
        cells.hazards.addAll(hazards);
        return runner(
                        runs,
                        new StudyDesign(
                                StudyDesign.range(1, seeds), new TreeMap<>(), OptionalInt.empty(), true, List.of()),
                        List.of(),
                        Optional.of(key),
                        cells,
                        Clock.systemUTC(),
                        Optional.empty())
                .run()
                .directory();
    }

    /** An unsigned study called grid, which is a part of no other, of a program without code. */
    static StudyRunner runner(Path runs, StudyDesign design, FakeCells cells, Clock clock) {
        return runner(runs, design, List.of(), Optional.empty(), cells, clock, Optional.empty());
    }

    /**
     * A study called grid of a program whose options name some code, and which has no other.
     *
     * @param key the private one that signs it
     */
    static StudyRunner runner(
            Path runs,
            StudyDesign design,
            List<Resource> optionCode,
            Optional<Path> key,
            FakeCells cells,
            Clock clock,
            Optional<Parent> within) {
        return new StudyRunner(
                "grid",
                new StudyManifest.Program(
                        "com.example.Cell",
                        List.of(),
                        false,
                        OptionalInt.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Path.of("").toAbsolutePath().toString(),
                        optionCode),
                design,
                List.of(),
                new RunsDirectory(runs),
                1,
                key,
                cells,
                clock,
                Duration.ZERO,
                within);
    }
}
