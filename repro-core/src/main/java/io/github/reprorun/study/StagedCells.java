package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.directory.RunDirectory;
import io.github.reprorun.internal.launch.RunPlace;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs of one program that an executor makes elsewhere. Each attempt at a run makes it in a place of its own, on a disk
 * that the machines share; this process alone moves the run of one attempt to the runs directory, in one step. So there
 * is no half run there, and no second one, whatever becomes of the machines. Safe for use by several threads.
 */
final class StagedCells implements CellExecutor {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ProgramCells cells;
    private final Path workingDirectory;
    private final Path runs;
    private final Study.Executor executor;
    private final Duration patience;
    private final Set<String> started = ConcurrentHashMap.newKeySet();

    /**
     * @param cells what is started
     * @param workingDirectory of the program, on each machine
     * @param runs the runs directory
     * @param patience how long attempts that were given up may take to end
     */
    StagedCells(ProgramCells cells, Path workingDirectory, Path runs, Study.Executor executor, Duration patience) {
        this.cells = cells;
        this.workingDirectory = workingDirectory;
        this.runs = runs;
        this.executor = executor;
        this.patience = patience;
    }

    @Override
    public int start(CellOrder order) {
        return make(order, Optional.empty());
    }

    /** Makes the run again, from its beginning: what it leaves does not depend on that. */
    @Override
    public int resume(Path directory, CellOrder order) {
        return make(order, Optional.of(directory));
    }

    @Override
    public Optional<String> otherCode(Manifest run) {
        return cells.otherCode(run);
    }

    @Override
    public void stop() {
        executor.stop();
    }

    private int make(CellOrder order, Optional<Path> former) {
        if (started.add(order.id())) {
            removePlaces(order.id()); // Those of a sitting that was killed, which nobody will ask for.
        }
        Study.Ended ended = executor.run(new Study.Start(
                order.id(),
                cells.options(order, Optional.empty(), Optional.empty()),
                cells.start(order.cell()),
                workingDirectory,
                places()));
        Optional<String> refusal = ended.refusal();
        if (ended.place().isPresent()) {
            refusal = publish(new RunPlace(ended.place().get()), ended.machine(), order, former);
        }
        refusal.ifPresent(cause -> tell(order, refused(order, cause)));
        return ended.status();
    }

    /** Moves the run to where it belongs, or says why it does not belong there. */
    private Optional<String> publish(RunPlace place, String machine, CellOrder order, Optional<Path> former) {
        try {
            append(order.output(), place.output());
            List<Path> made = place.runs(order.id());
            for (Path run : made) {
                Optional<String> flaw = flaw(run);
                if (flaw.isPresent()) {
                    return Optional.of("on " + machine + " " + flaw.get());
                }
            }
            for (Path run : made) {
                move(run, atItsPlace(place, run), former);
            }
            for (String line : lines(place.result())) {
                tell(order, atItsPlace(place, line));
            }
            RunDirectory.removeTree(place.folder());
            return Optional.empty();
        } catch (IOException e) {
            throw new UnwritableException(
                    runs.toString(),
                    "the run that was made in " + place.folder() + " cannot be moved there (" + e
                            + "); the same command goes on",
                    e);
        }
    }

    private void move(Path run, Path target, Optional<Path> former) throws IOException {
        Path siblings = target.resolveSibling("");
        Files.createDirectories(siblings);
        DurableFile.force(runs);
        if (former.isPresent() && former.get().equals(target)) {
            RunPlace aside = RunPlace.make(places(), target.getFileName().toString());
            Files.move(target, aside.folder().resolve(target.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(run, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.force(siblings);
    }

    /** Why what was made is no run of this study's program, as far as its code tells; what it left itself tells the rest. */
    private Optional<String> flaw(Path run) {
        if (!Files.exists(run.resolve(Manifest.FILE_NAME))) {
            return Optional.empty();
        }
        return StudyCode.flaw(cells.program().code(), runs, ManifestJson.read(run));
    }

    /** Where a run that was made in {@code place} belongs. */
    private Path atItsPlace(RunPlace place, Path run) {
        return runs.resolve(place.folder().relativize(run));
    }

    /** A line of a run's result, with the directory that the run has now. */
    private String atItsPlace(RunPlace place, String line) {
        try {
            JsonNode told = JsonTree.parse(line);
            if (told instanceof ObjectNode object && object.has("run")) {
                Path run = Path.of(object.get("run").asText());
                object.put("run", atItsPlace(place, run).toString());
                return JsonText.compact(object);
            }
            return line;
        } catch (IOException torn) {
            return line; // The process was killed while it wrote; its status says so.
        }
    }

    private static String refused(CellOrder order, String cause) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("status", "REFUSED");
        line.put("id", order.id());
        line.put("cause", cause);
        line.put("exitStatus", ExitStatus.FAILED);
        return JsonText.compact(line);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.of();
    }

    private static void tell(CellOrder order, String line) {
        try {
            Files.writeString(
                    order.result(),
                    line + "\n",
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UnwritableException(
                    order.result().toString(), "what became of a run cannot be written (" + e + ")", e);
        }
    }

    private static void append(Path file, Path more) throws IOException {
        if (Files.exists(more)) {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                Files.copy(more, out);
            }
        }
    }

    private Path places() {
        return runs.resolve(RunPlace.ALL);
    }

    /** Waits for attempts that were given up: one that ends removes its place itself, one on a lost machine cannot. */
    @Override
    public void close() {
        Duration waited = Duration.ZERO;
        List<String> left = new ArrayList<>(started);
        while (true) {
            left.removeIf(this::removePlaces);
            if (left.isEmpty()
                    || waited.compareTo(patience) >= 0
                    || Thread.currentThread().isInterrupted()) {
                break;
            }
            waited = waited.plus(PAUSE);
            pause();
        }
        if (!left.isEmpty()) {
            StudyMessages.left(System.err, places());
        }
        boolean unused = places().toFile().delete(); // If it is empty: another study may have places there.
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether no place of the run is left. */
    private boolean removePlaces(String id) {
        try {
            for (RunPlace place : RunPlace.of(places(), id)) {
                RunDirectory.removeTree(place.folder());
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false; // A process that is about to end still writes there.
        }
    }
}
