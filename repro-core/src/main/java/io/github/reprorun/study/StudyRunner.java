package io.github.reprorun.study;

import io.github.reprorun.base.file.DurableFile;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.directory.RunId;
import io.github.reprorun.internal.directory.RunLock;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.internal.launch.ForwardedSignals;
import io.github.reprorun.internal.launch.SignalHandlers;
import io.github.reprorun.internal.run.LibraryVersion;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a study, or goes on with the one of the same design that did not come to its end. Used by one thread.
 *
 * @param name what the study is called
 * @param program what to run
 * @param design what to try
 * @param arguments of the program, secrets included
 * @param runs where runs and study lie
 * @param parallel how many runs to make at the same time, at least 1
 * @param signingKey signs runs and statement, or empty for none
 * @param executor starts the runs
 * @param clock for times, which are advisory
 * @param patience how long a process of an earlier sitting may take to name the directory that it has made for a run
 * @param within the study that this one is a part of, if it is
 */
record StudyRunner(
        String name,
        StudyManifest.Program program,
        StudyDesign design,
        List<String> arguments,
        RunsDirectory runs,
        int parallel,
        Optional<Path> signingKey,
        CellExecutor executor,
        Clock clock,
        Duration patience,
        Optional<Parent> within) {
    /** How long after a signal, and how often, processes that are still there are told to end; one that is ending ignores it. */
    private static final Duration REMINDER = Duration.ofSeconds(2);

    /**
     * Settles every cell and writes the statement.
     *
     * @return the study, or the signal that came before the last cell was settled
     */
    StudyResult run() {
        Optional<SigningKey> key = signingKey.map(SigningKey::read);
        RunLock lock = StudyDirectory.lock(runs, name);
        try {
            return run(key);
        } finally {
            lock.close();
        }
    }

    private StudyResult run(Optional<SigningKey> key) {
        List<StudyDesign.Cell> cells = design.cells();
        SortedMap<String, String> machine = executor.machine();
        PassedOver passedOver = new PassedOver(System.err);
        StudyDirectory directory = open(cells, machine, passedOver);
        StudyManifest begun = directory.design();
        StudyJournal journal = StudyJournal.open(directory.path(), cells, machine, clock);
        Sitting sitting =
                new Sitting(directory, begun, journal, cells, new EarlierCells(directory, program, design, passedOver));
        sitting.work();
        Optional<String> signal = Optional.ofNullable(sitting.signal.get());
        if (signal.isPresent() && sitting.numberSettled() < cells.size()) {
            StudyMessages.interrupted(System.err, signal.get(), directory.path());
            return new StudyResult(directory.path(), Optional.empty(), signal);
        }
        StudyManifest ended = ended(begun, journal, cells);
        write(directory, ended, key);
        executor.parts().ifPresent(parts -> StudyMessages.parts(System.err, parts));
        StudyMessages.ended(System.err, ended, directory.path(), key.isPresent());
        return new StudyResult(directory.path(), Optional.of(ended), Optional.empty());
    }

    private StudyDirectory open(
            List<StudyDesign.Cell> cells, SortedMap<String, String> machine, PassedOver passedOver) {
        return StudyDirectory.unfinished(
                        runs, name, StudyJson.designTree(name, "", program, design, within), cells, machine, passedOver)
                .orElseGet(() -> {
                    String id = RunId.draw(clock.instant(), new SplittableRandom());
                    return StudyDirectory.create(runs, name, id, StudyJson.design(name, id, program, design, within));
                });
    }

    private StudyManifest ended(StudyManifest begun, StudyJournal journal, List<StudyDesign.Cell> cells) {
        List<StudyManifest.Cell> settled = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            settled.add(journal.settled(i).orElseThrow());
        }
        Instant now = clock.instant();
        return new StudyManifest(
                name,
                begun.id(),
                begun.designDigest(),
                program,
                design,
                LibraryVersion.versions(),
                journal.startedOn(),
                now,
                journal.sittings(),
                settled,
                StudyJson.resultDigest(settled),
                new TreeSet<>(),
                within);
    }

    private static void write(StudyDirectory directory, StudyManifest ended, Optional<SigningKey> key) {
        byte[] json = StudyJson.write(ended);
        try {
            if (key.isPresent()) {
                DurableFile.write(
                        directory.file(StudyManifest.ENVELOPE_FILE_NAME),
                        Envelope.sign(json, key.get()).bytes());
            }
            DurableFile.write(directory.file(StudyManifest.FILE_NAME), json);
        } catch (IOException e) {
            throw new UnwritableException(
                    directory.path().toString(),
                    "the study's statement cannot be written (" + e
                            + "); its runs are kept, and the same command writes" + " it",
                    e);
        }
    }

    /** The time from the start of a study, or its resumption, to its end or to a stop. */
    private final class Sitting {
        final AtomicReference<@Nullable String> signal = new AtomicReference<>();

        private final StudyDirectory directory;
        private final StudyManifest begun;
        private final StudyJournal journal;
        private final List<StudyDesign.Cell> cells;
        private final EarlierCells earlier;
        private final CountDownLatch worked = new CountDownLatch(1);
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

        Sitting(
                StudyDirectory directory,
                StudyManifest begun,
                StudyJournal journal,
                List<StudyDesign.Cell> cells,
                EarlierCells earlier) {
            this.directory = directory;
            this.begun = begun;
            this.journal = journal;
            this.cells = cells;
            this.earlier = earlier;
        }

        long numberSettled() {
            long settled = 0;
            for (int i = 0; i < cells.size(); i++) {
                settled += journal.settled(i).isPresent() ? 1 : 0;
            }
            return settled;
        }

        /** Settles cells until there is none, a signal comes, or the study itself fails: what is running ends first. */
        void work() {
            Consumer<String> stop = this::stop;
            workers.add(Thread.currentThread());
            SignalHandlers.add(stop);
            try {
                StudyMessages.begins(System.err, directory.path(), journal.sittings(), numberSettled(), cells.size());
                List<Thread> others = new ArrayList<>();
                for (int i = 1; i < Math.min(parallel, cells.size()); i++) {
                    Thread worker = new Thread(this::settleCells, "reprorun-study-" + i);
                    workers.add(worker);
                    worker.start();
                    others.add(worker);
                }
                settleCells();
                for (Thread worker : others) {
                    join(worker);
                }
            } finally {
                SignalHandlers.remove(stop);
                worked.countDown();
            }
            Throwable failed = failure.get();
            if (failed instanceof RuntimeException exception) {
                throw exception;
            } else if (failed instanceof Error error) {
                throw error;
            }
        }

        /**
         * Each run is told of the signal by whoever waits for it. A process that was being started at that moment may not be, and
         * is told here.
         */
        private void stop(String name) {
            if (signal.getAndSet(name) == null) {
                executor.stop();
                Thread reminder = new Thread(this::remindProcesses, "reprorun-study-stop");
                reminder.setDaemon(true);
                reminder.start();
            }
        }

        private void remindProcesses() {
            try {
                while (!worked.await(REMINDER.toMillis(), TimeUnit.MILLISECONDS)) {
                    ForwardedSignals.end(workers);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isStopping() {
            return signal.get() != null || failure.get() != null;
        }

        private void settleCells() {
            try {
                for (int i = next.getAndIncrement(); i < cells.size() && !isStopping(); i = next.getAndIncrement()) {
                    if (journal.settled(i).isEmpty()) {
                        settle(i);
                    }
                }
            } catch (RuntimeException | Error e) {
                Throwable first = failure.compareAndExchange(null, e);
                if (first != null && first != e) {
                    first.addSuppressed(e);
                }
            }
        }

        private void settle(int index) {
            StudyDesign.Cell cell = cells.get(index);
            Optional<StudyManifest.Cell> settled = excluded(cell)
                    .or(() -> journal.begun(index).isPresent() ? Optional.empty() : earlier.find(cell))
                    .or(() -> run(index, cell));
            if (settled.isPresent()) {
                requireSense(settled.get());
                if (settled.get().status() == StudyManifest.Status.FAILED) {
                    directory.requireRoom();
                }
                journal.settle(index, settled.get());
                StudyMessages.settled(System.err, index, cells.size(), settled.get());
            }
        }

        private Optional<StudyManifest.Cell> excluded(StudyDesign.Cell cell) {
            return design.exclusion(cell.parameters())
                    .map(because -> new StudyManifest.Cell(
                            cell,
                            StudyManifest.Status.EXCLUDED,
                            Optional.of(because),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }

        private Optional<StudyManifest.Cell> run(int index, StudyDesign.Cell cell) {
            return new CellRun(
                            directory,
                            begun,
                            journal,
                            executor,
                            signingKey,
                            clock,
                            patience,
                            this::isStopping,
                            index,
                            cell,
                            CellCheck.asked(program, arguments, cell),
                            design.sharedStreams(cell))
                    .settle();
        }

        /** A parameter that the program does not have would make every cell fail, after all of the training. */
        private void requireSense(StudyManifest.Cell settled) {
            for (String name : settled.cell().parameters().keySet()) {
                if (!journal.hasResult() && settled.cause().equals(Optional.of(CellCheck.neverAsked(name)))) {
                    throw new UsageException(
                            "grid " + name,
                            CellCheck.neverAsked(name) + " in the run "
                                    + settled.run().orElse("") + "; the study stops");
                }
            }
            for (String stream : design.shared()) {
                if (!journal.hasResult() && settled.cause().equals(Optional.of(CellCheck.neverDrew(stream)))) {
                    throw new UsageException(
                            "shared stream " + stream,
                            CellCheck.neverDrew(stream) + " in the run "
                                    + settled.run().orElse("") + "; the study stops");
                }
            }
        }

        private static void join(Thread worker) {
            boolean interrupted = false;
            while (true) {
                try {
                    worker.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
