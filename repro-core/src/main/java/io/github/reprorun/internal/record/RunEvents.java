package io.github.reprorun.internal.record;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunStatus;
import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reports the events of a run: to the library's own listener at once and in the thread of the event, to each listener
 * of the user in a separate thread. Without listeners, a report costs one read of a field. Safe for use by several
 * threads.
 */
public final class RunEvents implements Consumer<ListenerDelivery>, AutoCloseable {
    /** How many events may wait for a listener: some seconds of the fastest training there is. */
    public static final int CAPACITY = 1 << 16;

    /** How long the end of a run waits for its listeners, once before the manifest is written and once after. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Stands before the name of a dropped listener among the facts of the environment. */
    public static final String FACT = "listener.";

    private final Clock clock;
    private final RunListener console;
    private final BiConsumer<String, String> whenDropped;
    private final int capacity;
    private final Duration patience;
    private final List<ListenerDelivery> deliveries = new ArrayList<>();
    private final SortedMap<String, String> problems = new TreeMap<>();
    private final Set<String> told = new HashSet<>();
    private volatile boolean heard;

    /**
     * @param console told first, synchronously, of checkpoints and of the end
     * @param whenDropped called once for each dropped listener, with its name and the reason
     */
    public RunEvents(
            Clock clock, RunListener console, BiConsumer<String, String> whenDropped, int capacity, Duration patience) {
        this.clock = clock;
        this.console = console;
        this.whenDropped = whenDropped;
        this.capacity = capacity;
        this.patience = patience;
    }

    /** Adds those that the program gave, then those that the class path names. */
    public void listen(List<RunListener> given) {
        for (RunListener listener : given) {
            add(listener.getClass().getName(), new Given(listener));
        }
        if (!isAnyNamed()) {
            return;
        }
        Iterator<ServiceLoader.Provider<RunListener>> named =
                ServiceLoader.load(RunListener.class).stream().iterator();
        while (hasNext(named)) {
            try {
                ServiceLoader.Provider<RunListener> provider = named.next();
                add(provider.type().getName(), provider);
            } catch (ServiceConfigurationError e) {
                unfound(e);
            }
        }
    }

    /** Checked first, because a search for services takes milliseconds of each start, and most runs have none. */
    private static boolean isAnyNamed() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return loader == null
                    || loader.getResources("META-INF/services/" + RunListener.class.getName())
                            .hasMoreElements();
        } catch (IOException e) {
            return true; // The code that loads them meets the error again, and reports it.
        }
    }

    private boolean hasNext(Iterator<?> named) {
        try {
            return named.hasNext();
        } catch (ServiceConfigurationError e) {
            unfound(e); // The search ends here, because a service that fails may fail each time.
            return false;
        }
    }

    private void unfound(ServiceConfigurationError failure) {
        dropped("named by the class path", FailureText.of(failure));
    }

    /** A listener of the program, which already exists. */
    private record Given(RunListener get) implements Supplier<RunListener> {}

    private synchronized void add(String className, Supplier<? extends RunListener> source) {
        String name = className;
        for (int others = 2; isTaken(name); others++) {
            name = className + " (" + others + ")";
        }
        deliveries.add(ListenerDelivery.begin(name, source, capacity, this));
        heard = true;
    }

    private boolean isTaken(String name) {
        for (ListenerDelivery delivery : deliveries) {
            if (delivery.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    public void started(RunSettings settings, Path directory) {
        if (heard) {
            publish(new RunEvent.Started(
                    clock.instant(),
                    settings.name(),
                    settings.id(),
                    directory,
                    settings.seed(),
                    settings.threads(),
                    settings.resumed()));
        }
    }

    void input(String name, Path path, InputLedger inputs) {
        if (heard && isNew("input " + name)) {
            for (Resource resource : inputs.resources()) {
                if (resource.name().equals(name)) {
                    publish(new RunEvent.Input(clock.instant(), path, resource));
                }
            }
        }
    }

    void output(String name, Path path) {
        if (heard && isNew("output " + path)) {
            publish(new RunEvent.Output(clock.instant(), name, path));
        }
    }

    private synchronized boolean isNew(String what) {
        return told.add(what);
    }

    void metric(String name, OptionalLong step, double value) {
        if (heard) {
            publish(new RunEvent.Metric(clock.instant(), name, step, value));
        }
    }

    void epoch(String network, long number, long iterations, double score) {
        if (heard) {
            publish(new RunEvent.Epoch(clock.instant(), network, number, iterations, score));
        }
    }

    void checkpoint(RunEvent.Checkpoint.Kind kind, SortedMap<String, String> facts) {
        RunEvent event = new RunEvent.Checkpoint(clock.instant(), kind, facts);
        event.tell(console);
        publish(event);
    }

    void hazard(Hazard hazard) {
        if (heard) {
            publish(new RunEvent.HazardMet(clock.instant(), hazard));
        }
    }

    /** Reports that the run has ended as {@code manifest} says, which is already written. */
    public void ended(Path directory, Manifest manifest) {
        ended(new RunEvent.Ended(
                manifest.details().finishedOn(),
                manifest.details().status(),
                manifest.details().cause(),
                directory,
                result(manifest)));
    }

    private static Evidence<Sha256> result(Manifest manifest) {
        Optional<Sha256> result = manifest.result();
        return result.isPresent() ? Evidence.observed(result.get()) : Evidence.unavailable("no result");
    }

    /** Reports that the run has failed, and that the failure could not be recorded. */
    public void unrecorded(Path directory, Throwable failure, Throwable problem) {
        if (heard) {
            publish(new RunEvent.Ended(
                    clock.instant(),
                    RunStatus.FAILED,
                    Optional.of(FailureText.of(failure)),
                    directory,
                    Evidence.unavailable("how the run ended is not recorded: " + FailureText.of(problem))));
        }
    }

    private void ended(RunEvent.Ended event) {
        event.tell(console);
        publish(event);
    }

    private void publish(RunEvent event) {
        for (ListenerDelivery delivery : deliveries) {
            delivery.offer(event);
        }
    }

    /**
     * Waits until the listeners have processed all events so far, and drops each one that has not in time. Reports the
     * dropped listeners that could not be reported before for lack of memory.
     */
    public void settle() {
        long deadline = System.nanoTime() + patience.toNanos();
        for (ListenerDelivery delivery : deliveries) {
            delivery.settle(deadline, patience.toMillis() + " ms");
            accept(delivery);
        }
    }

    /** Reports that {@code delivery}'s listener was dropped, if it was and this was not reported before. */
    @Override
    public void accept(ListenerDelivery delivery) {
        Optional<String> problem = delivery.problem();
        if (problem.isPresent()) {
            dropped(delivery.name(), problem.get());
        }
    }

    private void dropped(String name, String problem) {
        boolean isNew;
        synchronized (this) {
            isNew = problems.putIfAbsent(name, problem) == null;
        }
        if (isNew) {
            whenDropped.accept(name, problem);
        }
    }

    /** The facts about dropped listeners for the manifest. */
    public synchronized SortedMap<String, Evidence<String>> facts() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        for (Map.Entry<String, String> problem : problems.entrySet()) {
            facts.put(FACT + problem.getKey(), Evidence.observed("dropped: " + problem.getValue()));
        }
        return facts;
    }

    /** Makes each listener's thread end when the listener returns; does not wait for them. */
    @Override
    public void close() {
        for (ListenerDelivery delivery : deliveries) {
            delivery.close();
        }
    }
}
