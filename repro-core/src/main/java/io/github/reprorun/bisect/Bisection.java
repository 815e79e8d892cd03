package io.github.reprorun.bisect;

import io.github.reprorun.compare.Attribution;
import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.rerun.Replay;
import io.github.reprorun.rerun.Rerun;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.tensor.TensorDifference;
import io.github.reprorun.tensor.TensorFolder;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.Phase;
import io.github.reprorun.trace.Quantity;
import io.github.reprorun.trace.TraceComparison;
import io.github.reprorun.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds where two runs diverged by replaying both up to the step at which their traces diverge, with every step traced
 * in full and the arrays of the last one kept. It acts on nothing in a manifest before the manifest is verified, and
 * therefore takes {@link VerifiedRun}s. Immutable, hence safe to share between threads.
 *
 * @param expected the one run
 * @param actual the other
 * @param settings makes the description of a re-run, with the places that differ on this machine
 * @param folder for the files of the replays; it holds nothing else
 * @param progress receives one line for each step of the work
 */
public record Bisection(
        VerifiedRun expected,
        VerifiedRun actual,
        Function<VerifiedRun, Rerun> settings,
        Path folder,
        Consumer<String> progress) {

    /** The result. */
    public record Result(FirstDivergence first, Replays replays) {}

    /** One of the two. */
    private record Side(String name, VerifiedRun run) {
        Path trace() {
            return FirstDivergence.trace(run.directory());
        }
    }

    /**
     * Compares the traces, replays if they diverge, and compares again.
     *
     * @throws io.github.reprorun.failure.UnreadableException as {@link FirstDivergence#between}
     * @throws io.github.reprorun.failure.RefusedException as {@link FirstDivergence#between}
     */
    public Result run() {
        FirstDivergence known = FirstDivergence.between(expected, actual);
        if (known.divergence().isEmpty()) {
            return new Result(known, Replays.notNeeded());
        }
        Phase phase = known.divergence().orElseThrow().phase();
        if (phase == Phase.NETWORK || phase == Phase.SEQUENCE || phase == Phase.RESULT) {
            return new Result(known, Replays.notReplayed("the runs have no step in common that differs"));
        }
        if (isOfSeveralThreads(expected) || isOfSeveralThreads(actual)) {
            return new Result(
                    known,
                    Replays.notReplayed("networks were trained by several threads at once, so the step to end at"
                            + " differs each time"));
        }
        try {
            return replayed(known);
        } catch (NotRerunnableException e) {
            return new Result(known, Replays.notReplayed(String.valueOf(e.getMessage())));
        }
    }

    /** Its trace was checked a moment ago. */
    private static boolean isOfSeveralThreads(VerifiedRun run) {
        try (TraceReader trace = TraceReader.openVerified(FirstDivergence.trace(run.directory()))) {
            return trace.places() > 1;
        }
    }

    private Result replayed(FirstDivergence known) {
        Side first = new Side("first", expected);
        Side second = new Side("second", actual);
        settings.apply(expected).requireSameOrigin();
        settings.apply(actual).requireSameOrigin();
        FirstDivergence found = known;
        for (int pass = 0; ; pass++) {
            long steps = found.traces().steps();
            Replay before = replay(first, found, pass);
            Optional<Result> otherwise = notReproduced(first, before, known, steps);
            if (otherwise.isPresent()) {
                return otherwise.get();
            }
            Replay after = replay(second, found, pass);
            otherwise = notReproduced(second, after, known, steps);
            if (otherwise.isPresent()) {
                return otherwise.get();
            }
            found = FirstDivergence.between(expected.manifest(), trace(before), actual.manifest(), trace(after));
            if (found.traces().firstDivergence().isEmpty()) {
                return new Result(known, Replays.notReplayed("when replayed, the two are equal up to that step"));
            }
            if (found.traces().steps() == steps) {
                return result(found, before, after);
            }
        }
    }

    private Replay replay(Side side, FirstDivergence found, int pass) {
        Divergence divergence = found.divergence().orElseThrow();
        progress.accept("replaying the " + side.name() + " run to iteration " + divergence.iteration() + ", epoch "
                + divergence.epoch());
        Replay replay = settings.apply(side.run()).replay(found.traces().steps(), made(side, pass));
        if (replay.status() != 0 || replay.trace().isEmpty()) {
            throw new NotRerunnableException(
                    side.run().directory().toString(),
                    "replayed, it ended with status " + replay.status() + ": " + replay.lastLine());
        }
        return replay;
    }

    private static Path trace(Replay replay) {
        return replay.trace().orElseThrow();
    }

    private Path made(Side side, int pass) {
        Path made = folder.resolve(side.name() + (pass == 0 ? "" : "-" + pass));
        try {
            return Files.createDirectories(made);
        } catch (IOException e) {
            throw new UnwritableException(made.toString(), "the folder for the replay cannot be made (" + e + ")", e);
        }
    }

    /** The result if a replay does not repeat the beginning of its own run. */
    private static Optional<Result> notReproduced(Side side, Replay replay, FirstDivergence known, long steps) {
        try (TraceReader original = TraceReader.open(side.trace());
                TraceReader again = TraceReader.open(trace(replay))) {
            Optional<Divergence> parted = TraceComparison.ofBeginning(original, again)
                    .firstDivergence()
                    .or(() -> again.steps() == steps
                            ? Optional.empty()
                            : again.lastStep()
                                    .map(last -> Divergence.at(
                                            last,
                                            Phase.SEQUENCE,
                                            "step",
                                            steps + " steps",
                                            again.steps() + " steps: " + replay.lastLine())));
            return parted.map(divergence -> {
                Attribution attribution = replay.manifest()
                        .map(manifest -> Attribution.ofReplay(side.run().manifest(), manifest))
                        .orElseThrow(() -> new NotRerunnableException(
                                side.run().directory().toString(), "replayed, it left no manifest"));
                String reason = "the " + side.name() + " run, replayed, does not reproduce its own trace: "
                        + Explanation.of(
                                divergence, Optional.empty(), known.traces().compared(), attribution);
                return new Result(
                        known.with(new Attribution(attribution.cause(), reason, attribution.evidence())),
                        new Replays(Replays.Outcome.NOT_REPRODUCED, reason, Optional.empty()));
            });
        }
    }

    private Result result(FirstDivergence found, Replay before, Replay after) {
        Divergence divergence = found.divergence().orElseThrow();
        Optional<ArrayDifference> array = ArrayDifference.first(divergence, before.arrays(), after.arrays());
        FirstDivergence sharpened = array.map(difference -> found.with(
                        Attribution.of(divergence, difference.distance(), expected.manifest(), actual.manifest())))
                .orElse(found);
        Optional<String> layer = array.filter(ArrayDifference::isOfLayer).map(ArrayDifference::name);
        return new Result(
                layer.map(sharpened::inLayer).orElse(sharpened), new Replays(Replays.Outcome.REPLAYED, "", array));
    }

    /**
     * The first array of a step that differs between two replays. Immutable, hence safe to share between threads.
     *
     * @param quantity what it is of: the label of a {@link Quantity}
     * @param name of the layer, or what the array is
     * @param difference how the two differ
     */
    public record ArrayDifference(String quantity, String name, TensorDifference difference) {
        /** Whether the name is that of a layer. */
        boolean isOfLayer() {
            return !quantity.equals(Quantity.BATCH.label()) && !quantity.equals(Quantity.UPDATER_STATE.label());
        }

        Attribution.Distance distance() {
            return difference.rounding() ? Attribution.Distance.ROUNDING : Attribution.Distance.LARGE;
        }

        /**
         * The first that differs of the arrays that {@code divergence} is about, in the order in which a training
         * computes them. A score that differs is looked for in the outputs of the layers, all of which are kept.
         */
        static Optional<ArrayDifference> first(Divergence divergence, TensorFolder expected, TensorFolder actual) {
            String quantity = divergence.quantity().equals(Quantity.SCORE.label())
                    ? Quantity.ACTIVATIONS.label()
                    : divergence.quantity();
            List<TensorFolder.Entry> before = inOrder(quantity, expected);
            List<TensorFolder.Entry> after = inOrder(quantity, actual);
            for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
                TensorFolder.Entry entry = before.get(i);
                Optional<ArrayDifference> difference = TensorDifference.between(
                                entry.file(), after.get(i).file())
                        .map(found -> new ArrayDifference(quantity, entry.name(), found));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }

        /** The gradient is computed backward. */
        private static List<TensorFolder.Entry> inOrder(String quantity, TensorFolder folder) {
            List<TensorFolder.Entry> entries = new ArrayList<>(folder.entries(quantity));
            if (quantity.equals(Quantity.GRADIENT.label())) {
                Collections.reverse(entries);
            }
            return entries;
        }
    }

    /**
     * The outcome of replaying both runs. Immutable, hence safe to share between threads.
     *
     * @param outcome whether they were replayed
     * @param reason why they were not, or what one of them did differently; empty if both reproduced their own traces
     * @param array the first array that differs in the step at which they diverge; empty unless both reproduced their
     *     own traces, and where the quantity is not an array
     */
    public record Replays(Outcome outcome, String reason, Optional<Bisection.ArrayDifference> array) {
        /** The outcome. */
        public enum Outcome {
            /** There is nothing to replay: the traces do not diverge. */
            NOT_NEEDED,
            /** They were not replayed. */
            NOT_REPLAYED,
            /** One of them, replayed, did not reproduce its own trace. */
            NOT_REPRODUCED,
            /** Both were replayed up to the step at which they diverge, and each reproduced its own trace. */
            REPLAYED
        }

        /** For traces that do not diverge. */
        public static Replays notNeeded() {
            return new Replays(Outcome.NOT_NEEDED, "", Optional.empty());
        }

        /** For runs that were not replayed because of {@code reason}. */
        public static Replays notReplayed(String reason) {
            return new Replays(Outcome.NOT_REPLAYED, reason, Optional.empty());
        }
    }
}
