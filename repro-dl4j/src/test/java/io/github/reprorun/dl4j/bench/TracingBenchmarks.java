package io.github.reprorun.dl4j.bench;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import io.github.reprorun.dl4j.Dl4jRun;
import io.github.reprorun.runs.RunResult;
import io.github.reprorun.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Traced training against plain training of the same network in the same JVM, and saving against Deeplearning4j's. */
final class TracingBenchmarks implements Section {
    private static final int ROUNDS = 9;

    /** Epochs of a round: a single one is too short to be timed on a machine that does anything else. */
    private static final int EPOCHS = 5;

    /** Before the first round, since what is not compiled yet costs many times what it costs later. */
    private static final int ITERATIONS_TO_COMPILE = 240;

    private static final int ROUNDS_OF_SAVING = 3;

    private final Path runs;

    /** @param runs for the runs' directories */
    TracingBenchmarks(Path runs) {
        this.runs = runs;
    }

    @Override
    public String title() {
        return "Tracing and saving";
    }

    @Override
    public String explanation() {
        return "Networks under `dl4j.track`, and `dl4j.save`, against Deeplearning4j's own, in one JVM. Time divided by time."
                + " The control is a second plain one. The share is of the same rounds, by a clock around each call of the trace: a busy machine disturbs it less.";
    }

    @Override
    public void measure(Report report) throws IOException {
        for (Map.Entry<String, Workload> each : Workload.all().entrySet()) {
            traced(report, each.getKey(), each.getValue());
        }
        saved(report);
    }

    private void traced(Report report, String name, Workload workload) throws IOException {
        RunResult result = run(run -> {
            Dl4jRun dl4j = Dl4jRun.of(run);
            MultiLayerNetwork ours = dl4j.track(workload.network());
            MultiLayerNetwork plain = workload.network();
            MultiLayerNetwork second = workload.network();
            ClockedListener clocked = ClockedListener.of(ours);
            DataSetIterator epoch = workload.epoch();
            ours.fit(epoch, ITERATIONS_TO_COMPILE / workload.iterations());
            List<Double> shares = new ArrayList<>();
            Timed traced = () -> {
                clocked.reset();
                double seconds = Timed.of(() -> ours.fit(epoch, EPOCHS)).seconds();
                shares.add(clocked.seconds() / seconds);
                return seconds;
            };
            Rounds rounds = new Contest(
                            traced, Timed.of(() -> plain.fit(epoch, EPOCHS)), Timed.of(() -> second.fit(epoch, EPOCHS)))
                    .run(ROUNDS);
            report.ratio("traced / plain: " + name, rounds.ratio(0, 1), "median at most 1.01");
            report.ratio("  control", rounds.ratio(2, 1), Report.NO_BUDGET);
            report.ratio("  share of the trace", new Spread(shares.subList(1, shares.size())), "median at most 0.01");
        });
        Path trace = result.directory().resolve("trace.rrt");
        try (TraceReader reader = TraceReader.open(trace)) {
            report.count("  trace of each iteration", Files.size(trace) / reader.steps(), "bytes");
        }
    }

    private void saved(Report report) {
        run(run -> {
            Dl4jRun dl4j = Dl4jRun.of(run);
            MultiLayerNetwork network = Workload.dense(784, 2000);
            Path theirs = runs.resolve("theirs.zip");
            Rounds rounds = new Contest(
                            Timed.of(() -> dl4j.save("ours.zip", network)),
                            Timed.of(() -> ModelSerializer.writeModel(network, theirs.toFile(), true)))
                    .run(ROUNDS_OF_SAVING);
            report.ratio(
                    "dl4j.save / ModelSerializer.writeModel, 5.6 million parameters",
                    rounds.ratio(0, 1),
                    Report.NO_BUDGET);
        });
    }

    private interface Body {
        void run(RunContext run) throws Exception;
    }

    private RunResult run(Body body) {
        return ReproducibleRun.of("bench").seed(1).runsDirectory(runs).execute(body::run);
    }
}
