package io.github.reprorun;

import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.RunExtension;
import io.github.reprorun.spi.RunScope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An extension that takes part in every run of the tests, and is neutral until a training probes it. */
public final class ProbeExtension implements RunExtension {
    static final Evidence<String> FACT = Evidence.observed("a fact");
    static final Resource DEPENDENCY =
            Manifests.resource("libprobe.so", "", Collections.singletonMap("sha256", "00"), "kind", "native");
    static final Resource BYPRODUCT = Manifests.resource("network", "", Collections.singletonMap("sha256", "01"));
    static final Hazard HAZARD_TWICE = new Hazard("probe", "a.B", 7, 2, Hazard.Treatment.SEEDED, "Do not probe.");

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public ExtensionSession open(RunScope run) {
        return new Session(run);
    }

    /** What the probe has of one run. */
    static final class Session implements ExtensionSession {
        private final RunScope run;
        private boolean probed;
        private int closed;

        private Session(RunScope run) {
            this.run = run;
        }

        RunScope scope() {
            return run;
        }

        void probe() {
            probed = true;
            Hazard once = new Hazard("probe", "a.B", 7, 1, Hazard.Treatment.SEEDED, "Do not probe.");
            run.hazard(once);
            run.hazard(once);
            run.byproduct(Manifests.resource("network", "", Collections.singletonMap("sha256", "00")));
            run.byproduct(BYPRODUCT);
            run.unpinned("probe", "it moves");
        }

        int timesClosed() {
            return closed;
        }

        @Override
        public SortedMap<String, Evidence<String>> environment() {
            return probed
                    ? new TreeMap<>(Map.of("probe.fact", FACT, "jvm.version", FACT, "listener.probe", FACT))
                    : new TreeMap<>();
        }

        @Override
        public List<Resource> dependencies() {
            return probed ? List.of(DEPENDENCY) : List.of();
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
