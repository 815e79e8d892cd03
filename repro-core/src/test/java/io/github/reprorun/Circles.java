package io.github.reprorun;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Circles of top-level classes: sets of which each member reaches every other. Nested classes count as their outer one. */
final class Circles {
    private final SortedMap<String, Set<String>> neighbours;

    private Circles(SortedMap<String, Set<String>> neighbours) {
        this.neighbours = neighbours;
    }

    /** The circles among classes of the same package, each with at least two members. */
    static Set<SortedSet<String>> amongClassesOfOnePackage(JavaClasses classes) {
        SortedMap<String, Set<String>> neighbours = new TreeMap<>();
        for (JavaClass each : classes) {
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (target.getPackageName().equals(each.getPackageName())) {
                    neighbours
                            .computeIfAbsent(topLevel(each), unused -> new TreeSet<>())
                            .add(topLevel(target));
                }
            }
        }
        return new Circles(neighbours).circles();
    }

    static Set<SortedSet<String>> of(Map<String, Set<String>> neighbours) {
        return new Circles(new TreeMap<>(neighbours)).circles();
    }

    private static String topLevel(JavaClass each) {
        return each.getName().replaceFirst("[$].*", "");
    }

    private Set<SortedSet<String>> circles() {
        SortedMap<String, Set<String>> reached = new TreeMap<>();
        for (String each : neighbours.keySet()) {
            reached.put(each, reachedFrom(each));
        }
        Set<SortedSet<String>> circles = new HashSet<>();
        for (String each : neighbours.keySet()) {
            SortedSet<String> circle = new TreeSet<>();
            for (String other : reached.get(each)) {
                if (reached.getOrDefault(other, Set.of()).contains(each)) {
                    circle.add(other);
                }
            }
            if (circle.size() > 1) {
                circles.add(circle);
            }
        }
        return circles;
    }

    private Set<String> reachedFrom(String start) {
        Set<String> reached = new HashSet<>();
        Deque<String> ahead = new ArrayDeque<>(neighbours.get(start));
        while (!ahead.isEmpty()) {
            String next = ahead.pop();
            if (reached.add(next)) {
                ahead.addAll(neighbours.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }
}
