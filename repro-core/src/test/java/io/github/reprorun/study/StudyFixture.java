package io.github.reprorun.study;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.directory.RunsDirectory;
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
                                List.of()),
                        new StudyDesign(
                                StudyDesign.range(1, seeds), new TreeMap<>(), OptionalInt.empty(), true, List.of()),
                        List.of(),
                        new RunsDirectory(runs),
                        1,
                        Optional.of(key),
                        cells,
                        Clock.systemUTC(),
                        Duration.ZERO,
                        Optional.empty())
                .run()
                .directory();
    }
}
