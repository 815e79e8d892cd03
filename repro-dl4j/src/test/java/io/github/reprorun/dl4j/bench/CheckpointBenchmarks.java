package io.github.reprorun.dl4j.bench;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.dl4j.Dl4jRun;
import io.github.reprorun.dl4j.TimedCheckpoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Checkpoints against Deeplearning4j's own way to save a network, and trainings with them against trainings without. */
final class CheckpointBenchmarks implements Section {
    private static final int ROUNDS_OF_SAVING = 7;
    private static final int ROUNDS_OF_COPYING = 21;
    private static final int ROUNDS_OF_TRAINING = 7;

    /** Of a round of training: they are written beside it, and one more after its end, which is not measured. */
    private static final int CHECKPOINTS = 4;

    private static final double SECONDS_PER_CHECKPOINT = 1;
    private static final double MINUTE = 60;
    private static final String BUDGET = "median at most 1.01";

    private final Path folder;

    /** @param folder for runs and checkpoints */
    CheckpointBenchmarks(Path folder) {
        this.folder = folder;
    }

    @Override
    public String title() {
        return "Checkpoints";
    }

    @Override
    public String explanation() {
        return "A dense network of 784-2000-2000-3 with Adam, 5.6 million parameters, in one JVM. Files are forced to the disk,"
                + " Deeplearning4j's too, which it does not do by itself. A minute is too long a round: trainings have a"
                + " checkpoint each second or so, and what each costs is set in relation to a minute.";
    }

    @Override
    public void measure(Report report) throws Exception {
        saved(report);
        trained(report);
    }

    private void saved(Report report) throws Exception {
        MultiLayerNetwork network = Workload.large().network();
        TimedCheckpoint checkpoint = new TimedCheckpoint(network, folder.resolve("checkpoints"));
        Path theirs = folder.resolve("checkpoint.zip");
        Rounds saving = new Contest(Timed.of(checkpoint::write), Timed.of(() -> {
                    ModelSerializer.writeModel(network, theirs.toFile(), true);
                    force(theirs);
                }))
                .run(ROUNDS_OF_SAVING);
        report.ratio("checkpoint / ModelSerializer.writeModel", saving.ratio(0, 1), Report.NO_BUDGET);
        report.seconds("  checkpoint", saving.of(0), Report.NO_BUDGET);
        Spread copying =
                new Contest(Timed.of(checkpoint::copy)).run(ROUNDS_OF_COPYING).of(0);
        report.seconds("  of which the training waits for", copying, Report.NO_BUDGET);
        report.ratio("1 + that wait / a minute", copying.map(seconds -> 1 + seconds / MINUTE), BUDGET);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void trained(Report report) {
        ReproducibleRun.of("bench")
                .seed(1)
                .runsDirectory(folder.resolve("runs"))
                .execute(run -> {
                    Dl4jRun dl4j = Dl4jRun.of(run);
                    Workload workload = Workload.large();
                    DataSetIterator epoch = workload.epoch();
                    MultiLayerNetwork with = workload.network();
                    MultiLayerNetwork without = workload.network();
                    double second = Timed.of(() -> without.fit(epoch, 10)).seconds() / 10;
                    int every = (int) Math.max(1, SECONDS_PER_CHECKPOINT / second);
                    int epochs = every * (CHECKPOINTS + 1);
                    Timed training = Timed.of(() -> dl4j.checkpointEvery(every).fit(with, epoch, epochs));
                    Ends ends = new Ends(run.directory().resolve("checkpoints"));
                    Rounds rounds = new Contest(
                                    () -> {
                                        double seconds = training.seconds();
                                        ends.awaitOneMore();
                                        return seconds;
                                    },
                                    Timed.of(() ->
                                            dl4j.checkpointEvery(epochs + 1).fit(without, epoch, epochs)))
                            .run(ROUNDS_OF_TRAINING);
                    report.ratio(
                            "training with a checkpoint every " + every + " iterations / with none",
                            rounds.ratio(0, 1),
                            Report.NO_BUDGET);
                    report.seconds("  each checkpoint adds", perCheckpoint(rounds), Report.NO_BUDGET);
                    report.ratio(
                            "1 + that / a minute", perCheckpoint(rounds).map(seconds -> 1 + seconds / MINUTE), BUDGET);
                });
    }

    /** The checkpoints of trainings' ends, which are still being written when a training has ended. */
    private static final class Ends {
        private final Path folder;
        private int seen;

        Ends(Path folder) {
            this.folder = folder;
        }

        void awaitOneMore() throws IOException {
            seen++;
            while (count() < seen) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        private long count() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith("-end.checkpoint"))
                        .count();
            }
        }
    }

    private static Spread perCheckpoint(Rounds rounds) {
        return rounds.added(0, 1).map(seconds -> seconds / CHECKPOINTS);
    }
}
