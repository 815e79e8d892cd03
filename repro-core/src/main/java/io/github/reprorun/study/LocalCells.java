package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.code.ClassPath;
import io.github.reprorun.manifest.Manifest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Runs of one program on this machine, whose parts it adds up. Safe for use by several threads. */
final class LocalCells implements CellExecutor {
    private final ProgramCells cells;
    private final Clock clock;
    private final StartParts parts;

    LocalCells(ProgramCells cells, Clock clock) {
        this.cells = cells;
        this.clock = clock;
        this.parts = new StartParts(cells.program().wrapped());
    }

    @Override
    public int start(CellOrder order) {
        long started = clock.millis();
        int status;
        try {
            status = cells.start(order);
        } catch (UnreadableException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            throw new NotRerunnableException(order.cell().toString(), String.valueOf(e.getMessage()), e);
        }
        Optional<JsonNode> told = CellResult.last(order.result(), order.id());
        if (told.isPresent()) {
            parts.add(started, told.get(), clock.millis());
        }
        return status;
    }

    @Override
    public int resume(Path directory, CellOrder order) {
        return cells.resume(directory, order);
    }

    @Override
    public Optional<String> parts() {
        return parts.text();
    }

    @Override
    public SortedMap<String, String> machine() {
        return EarlierCells.machine();
    }

    /** A class path that a run adds to behind the study's is the study's. */
    @Override
    public Optional<String> otherCode(Manifest run) {
        List<String> asked = ClassPath.parse(cells.classPath()).entries();
        List<String> recorded = run.definition().profile().classPath();
        for (int i = 0; i < asked.size(); i++) {
            if (i == recorded.size()) {
                return Optional.of("has no " + asked.get(i) + " on its class path, as the study has");
            }
            if (!recorded.get(i).equals(asked.get(i))) {
                return Optional.of(
                        "has " + recorded.get(i) + " on its class path, where the study has " + asked.get(i));
            }
        }
        return cells.otherCode(run);
    }
}
