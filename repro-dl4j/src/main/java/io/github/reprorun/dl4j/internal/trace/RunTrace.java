package io.github.reprorun.dl4j.internal.trace;

import io.github.reprorun.dl4j.internal.generator.PlaceGenerator;
import io.github.reprorun.dl4j.internal.network.IdentityMap;
import io.github.reprorun.dl4j.internal.network.ModelNames;
import io.github.reprorun.dl4j.internal.network.NetworkSize;
import io.github.reprorun.dl4j.internal.network.NetworkState;
import io.github.reprorun.dl4j.internal.network.PretrainedLayer;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.spi.RunScope;
import io.github.reprorun.trace.Divergence;
import io.github.reprorun.trace.TraceHeader;
import io.github.reprorun.trace.TraceRecord;
import io.github.reprorun.trace.TraceWriter;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The trace of one run: it begins with the first step of the first network, whose size decides the cadence unless the
 * program does. Safe for use by several threads.
 */
public final class RunTrace implements AutoCloseable {
    /** More than a search over configurations needs, and fewer than a trace can hold: it must not fail a training. */
    public static final int MAX_NETWORKS = 4096;

    /** The amount to trace, chosen when the JVM is started. */
    private static final String PROPERTY = "reprorun.trace";

    private static final String NOTHING = "off";
    private static final String EVERYTHING = "full";

    private final Path file;
    private final Supplier<PlaceGenerator> generator;
    private final IdentityMap<Model, NetworkTrace> listeners = new IdentityMap<>();
    private final IdentityMap<SameDiff, VariableTrace> graphs = new IdentityMap<>();
    private final boolean off;
    private final ModelNames names = new ModelNames();
    private int followed;
    private @Nullable TraceCadence chosen;
    private @Nullable TraceWriter writer;
    private boolean begun;
    private boolean waiting;
    private boolean closed;
    private Optional<RepeatedTrace> repeated = Optional.empty();
    private Optional<ReplayEnd> end = Optional.empty();
    private long steps;
    private Optional<FormerTrace> former = Optional.empty();
    private Runnable full = () -> {};
    private Consumer<Model> trained = network -> {};
    private EpochListener epochs = (network, number, iterations, score) -> {};

    /** @param generator gives the generator of the calling thread */
    public RunTrace(Path directory, Supplier<PlaceGenerator> generator, String property) {
        this.file = directory.resolve(TraceWriter.FILE_NAME);
        this.generator = generator;
        this.off = property.equals(NOTHING);
        this.chosen = ofProperty(property);
    }

    public static RunTrace ofThisJvm(RunScope run, Supplier<PlaceGenerator> generator) {
        Optional<ReplayEnd> end = ReplayEnd.of(run);
        RunTrace trace = new RunTrace(
                run.directory(), generator, end.isPresent() ? EVERYTHING : System.getProperty(PROPERTY, ""));
        RepeatedTrace.of(run).ifPresent(trace::repeat);
        end.ifPresent(trace::endAfter);
        trace.tellEpochs(run::epoch);
        trace.whenFull(() -> run.unpinned("trace", "only the first " + MAX_NETWORKS + " networks are traced"));
        return trace;
    }

    /** Ends the training after a step, and keeps that step's arrays. */
    synchronized void endAfter(ReplayEnd last) {
        end = Optional.of(last);
    }

    /** Traces as {@code original} was traced, whatever the program or a property says, so that the two always meet. */
    synchronized void repeat(RepeatedTrace original) {
        repeated = Optional.of(original);
        original.cadence().ifPresent(cadence -> chosen = cadence);
    }

    /** Does {@code then} for each network beyond the traced ones. */
    public synchronized void whenFull(Runnable then) {
        full = then;
    }

    /** Reports each pass of a traced network over its data; as {@link RunScope#epoch}. */
    @FunctionalInterface
    interface EpochListener {
        void ended(String network, long number, long iterations, double score);
    }

    /** Tells {@code listener} of each epoch from now on. */
    synchronized void tellEpochs(EpochListener listener) {
        epochs = listener;
    }

    /** The listener for epochs. */
    synchronized EpochListener epochs() {
        return epochs;
    }

    /** Tells {@code listener} of each network when its first step begins, and when that is done. */
    public synchronized void tellTrained(Consumer<Model> listener) {
        trained = listener;
    }

    /** Who is told of networks that train. */
    synchronized Consumer<Model> trained() {
        return trained;
    }

    private static @Nullable TraceCadence ofProperty(String property) {
        if (property.isEmpty() || property.equals(NOTHING)) {
            return null;
        }
        if (property.equals(EVERYTHING)) {
            return TraceCadence.FULL;
        }
        try {
            return TraceCadence.every(Integer.parseInt(property));
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "property " + PROPERTY, "is off, full or a number of iterations, not \"" + property + "\"", e);
        }
    }

    /** Traces the state every {@code iterations}, unless the property says otherwise. */
    public synchronized void every(int iterations) {
        if (begun) {
            throw new UsageException("trace", "has begun; choose its cadence before the first network is trained");
        }
        TraceCadence asked = TraceCadence.every(iterations);
        if (chosen == null) {
            chosen = asked;
        }
    }

    /**
     * The listener to the steps of {@code model}: always the same object, or empty if there is no trace, or too many
     * networks are traced already.
     */
    public synchronized Optional<NetworkTrace> listener(Model model) {
        return follow(
                listeners,
                model,
                () -> new NetworkTrace(this, named(model, ModelNames.NETWORK), model, NetworkState::of, generator));
    }

    /** What listens to the iterations of {@code graph}, as {@link #listener(Model)}. */
    public synchronized Optional<VariableTrace> listener(SameDiff graph) {
        return follow(
                graphs, graph, () -> new VariableTrace(this, named(graph, ModelNames.SAME_DIFF), graph, generator));
    }

    private <M, L> Optional<L> follow(IdentityMap<M, L> known, M model, Supplier<L> listener) {
        if (off) {
            return Optional.empty();
        }
        Optional<L> before = known.find(model);
        if (before.isPresent()) {
            return before;
        }
        if (followed == MAX_NETWORKS) {
            full.run();
            return Optional.empty();
        }
        followed++;
        return Optional.of(known.get(model, listener));
    }

    private Supplier<String> named(Object model, String kind) {
        WeakReference<Object> reference = new WeakReference<>(model);
        return () -> names.of(Objects.requireNonNull(reference.get(), "a model that trains is in memory"), kind);
    }

    /** What the models of the run are called. */
    public ModelNames names() {
        return names;
    }

    /** The receiver of the steps of a layer that is trained by itself. */
    synchronized NetworkTrace listener(String network, Layer layer) {
        return listeners.get(layer, () -> {
            String name = ModelNames.part(
                    network, new PretrainedLayer(layer).layers().get(0).name());
            return new NetworkTrace(
                    this, () -> name, layer, trained -> new PretrainedLayer((Layer) trained), generator);
        });
    }

    /** The trace, begun now if this is the first step of all. */
    synchronized TraceWriter writer(Supplier<NetworkSize> size) {
        begun = true;
        if (writer == null) {
            TraceCadence cadence = chosen == null ? TraceCadence.of(size.get()) : chosen;
            writer = TraceWriter.open(file, cadence.header());
        }
        return writer;
    }

    /** The keeper of the arrays of the next step, if it is the last of a replay. */
    synchronized Optional<StepArrays> kept() {
        return end.filter(last -> last.isAfter(steps + 1)).map(ReplayEnd::kept);
    }

    /** Appends a step, unless the run has ended; does not return if the training must end with it. */
    void append(TraceRecord step) {
        appended(step).ifPresent(header -> {
            repeated.ifPresent(original -> original.follow(header, step));
            followFormer(step);
            lastOfReplay().ifPresent(ReplayEnd::stop);
        });
    }

    private void followFormer(TraceRecord step) {
        Optional<FormerTrace> followed;
        synchronized (this) {
            followed = former;
        }
        if (followed.isPresent() && !followed.get().follow(step)) {
            synchronized (this) {
                former = Optional.empty();
            }
        }
    }

    private synchronized Optional<ReplayEnd> lastOfReplay() {
        return end.filter(last -> last.isAfter(steps));
    }

    private synchronized Optional<TraceHeader> appended(TraceRecord step) {
        if (writer == null || closed || waiting) {
            return Optional.empty();
        }
        writer.append(step);
        steps++;
        return Optional.of(writer.header());
    }

    /**
     * For a resumed run: restores the trace to {@code position}, and appends no steps before {@link #goOn}, because the
     * trace already has them. The first steps that are trained again are compared with those that the interrupted
     * training did after {@code position}.
     *
     * @param parted receives the first difference, if there is one
     * @param uncompared receives the reason if they cannot be compared
     * @throws io.github.reprorun.failure.RefusedException if the trace before the position has changed
     * @throws io.github.reprorun.failure.UnreadableException if there is no such trace
     */
    public synchronized void waitAt(
            Optional<TraceWriter.Position> position, Consumer<Divergence> parted, Consumer<String> uncompared) {
        if (off || position.isEmpty()) {
            writer = null;
            if (Files.exists(file)) {
                uncompared.accept(off ? "this run records none" : "the checkpoint says not where it was");
            }
        } else {
            Optional<FormerTrace> copy = FormerTrace.copy(file, parted, uncompared);
            try {
                TraceWriter resumed = TraceWriter.resume(file, position.get());
                copy.ifPresent(each -> each.begin(resumed));
                writer = resumed;
                former = copy;
            } finally {
                if (former.isEmpty()) {
                    copy.ifPresent(FormerTrace::close);
                }
            }
        }
        waiting = true;
    }

    /** Declares that the trace does not have the next step. */
    public synchronized void goOn() {
        waiting = false;
    }

    /** For a run resumed at its start. */
    public synchronized void beginAgain() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The end of the trace as it is now, if there is one. */
    public synchronized Optional<TraceWriter.Position> position() {
        return writer == null ? Optional.empty() : Optional.of(writer.position());
    }

    /** Waits until all steps appended so far are on the disk. */
    public synchronized void force() {
        if (writer != null && !closed) {
            writer.force();
        }
    }

    /** Seals the trace, if there is one and it matches the training. */
    @Override
    public synchronized void close() {
        if (writer != null && !closed) {
            if (waiting) {
                writer.close();
            } else {
                writer.seal();
            }
        }
        closed = true;
        repeated.ifPresent(RepeatedTrace::close);
        former.ifPresent(FormerTrace::close);
    }
}
