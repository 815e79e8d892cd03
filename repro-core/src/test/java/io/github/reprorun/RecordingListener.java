package io.github.reprorun;

import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told, to be read when the run has ended. */
public final class RecordingListener implements RunListener {
    private final List<RunEvent> events = new ArrayList<>();

    public synchronized List<RunEvent> events() {
        return new ArrayList<>(events);
    }

    synchronized <E extends RunEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private synchronized void keep(RunEvent event) {
        events.add(event);
    }

    @Override
    public void started(RunEvent.Started started) {
        keep(started);
    }

    @Override
    public void input(RunEvent.Input input) {
        keep(input);
    }

    @Override
    public void output(RunEvent.Output output) {
        keep(output);
    }

    @Override
    public void metric(RunEvent.Metric metric) {
        keep(metric);
    }

    @Override
    public void epoch(RunEvent.Epoch epoch) {
        keep(epoch);
    }

    @Override
    public void checkpoint(RunEvent.Checkpoint checkpoint) {
        keep(checkpoint);
    }

    @Override
    public void hazard(RunEvent.HazardMet hazard) {
        keep(hazard);
    }

    @Override
    public void ended(RunEvent.Ended ended) {
        keep(ended);
    }
}
