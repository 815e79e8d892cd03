package io.github.reprorun.dl4j.internal.end;

import io.github.reprorun.dl4j.internal.network.ArrayBytes;
import io.github.reprorun.dl4j.internal.network.ModelNames;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.RunDefinition;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One model that trains. It does not keep the model in memory, but the arrays that this has learned: when the program has
 * dropped the model nobody can change them any more, and they are what the model was in the end. Safe for use by several
 * threads.
 */
public final class EndState extends WeakReference<Object> {
    /** The annotation that stands in place of a digest, and says why there is none. */
    static final String UNAVAILABLE = "unavailable";

    private final String name;
    private final ModelKind kind;
    private volatile SortedMap<String, List<INDArray>> arrays = Collections.emptySortedMap();
    private @Nullable HeldGraph listener;
    private volatile boolean gradientUnused;

    EndState(String name, ModelKind kind, Object model, ReferenceQueue<Object> dropped) {
        super(model, dropped);
        this.name = name;
        this.kind = kind;
    }

    String name() {
        return name;
    }

    /**
     * Takes hold of the arrays that {@code model}, whose state this is, has now: it may have replaced those it had. What it
     * has no longer by the same name, such as a variable that was made a constant, stays what it was.
     */
    public synchronized void hold(Object model) {
        SortedMap<String, List<INDArray>> all = new TreeMap<>(arrays);
        all.putAll(kind.arrays(model));
        arrays = all;
    }

    /** What holds the arrays of a graph that trains: the same object each time. */
    public synchronized HeldGraph listener() {
        HeldGraph known = listener == null ? new HeldGraph(this) : listener;
        listener = known;
        return known;
    }

    /** A gradient is about to be computed; whether the one before was used by no solver of Deeplearning4j's. */
    public boolean computesGradient() {
        boolean unused = gradientUnused;
        gradientUnused = true;
        return unused;
    }

    /** A solver of Deeplearning4j's has the gradient. */
    public void usesGradient() {
        gradientUnused = false;
    }

    /** What it has learned so far, digested: SHA-256 as {@link ArrayBytes#sha256} defines; never empty. */
    List<Resource> digests() {
        try {
            Object model = get();
            if (model != null) {
                hold(model);
            }
            List<Resource> digests = new ArrayList<>();
            MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
            try {
                arrays.forEach((part, learned) -> digests.add(digest(part, learned)));
            } finally {
                outside.close();
            }
            return digests.isEmpty() ? List.of(unavailable("it shows no arrays of its own")) : List.copyOf(digests);
        } catch (RuntimeException | Error e) { // Of whatever kind, it must not look as if there had been no model.
            return List.of(unavailable("it could not be read: " + e.getClass().getName()));
        }
    }

    private Resource digest(String part, List<INDArray> learned) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_END_STATE);
        annotations.put(
                "count",
                Long.toString(learned.stream().mapToLong(INDArray::length).sum()));
        if (!learned.isEmpty()) {
            annotations.put("dataType", learned.get(0).dataType().name());
        }
        SortedMap<String, String> digest = new TreeMap<>();
        digest.put("sha256", ArrayBytes.sha256(learned).hex());
        return new Resource(ModelNames.part(name, part), "", digest, annotations);
    }

    private Resource unavailable(String reason) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_END_STATE);
        annotations.put(UNAVAILABLE, reason);
        return new Resource(ModelNames.part(name, "state"), "", new TreeMap<>(), annotations);
    }

    /** One number for what is recorded of a model that could be read, its name in it. */
    static Sha256 summary(List<Resource> digests) {
        StringBuilder text = new StringBuilder();
        for (Resource each : digests) {
            text.append(each.name())
                    .append('\n')
                    .append(each.digest().get("sha256"))
                    .append('\n');
        }
        return Sha256.ofUtf8(text.toString());
    }
}
