package io.github.reprorun.internal.record;

import io.github.reprorun.evidence.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The results of a run that are not files; the last one under a name counts. Safe for use by several threads. */
final class ByproductLedger {
    private final SortedMap<String, Resource> byproducts = new TreeMap<>();

    synchronized void add(Resource byproduct) {
        byproducts.put(byproduct.name(), byproduct);
    }

    /** By name. */
    synchronized List<Resource> byproducts() {
        return new ArrayList<>(byproducts.values());
    }
}
