package io.github.reprorun.internal.run;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.internal.agent.place.AgentStatus;
import io.github.reprorun.internal.agent.place.Unpinned;
import io.github.reprorun.internal.agent.program.ClockReaders;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.numerics.NumericsProfile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The facts that are not pinned in this JVM, each with its reason. Stateless. */
final class UnpinnedFacts {
    private UnpinnedFacts() {}

    static SortedMap<String, String> of(PinnedProfile profile, Map<String, String> variables) {
        SortedMap<String, String> unpinned = new TreeMap<>();
        for (Unpinned source : AgentStatus.current().unpinned()) {
            unpinned.put(source.what(), source.reason());
        }
        List<String> readers = ClockReaders.all();
        if (!readers.isEmpty()) {
            unpinned.put(
                    "code that asks for the time",
                    String.join(", ", readers)
                            + ": an output or a metric with the time in it is not the same in another run");
        }
        if (profile.name().equals(PinnedProfile.NONE)) {
            NumericsProfile.PORTABLE
                    .environment(profile.threads(), System.getProperty("os.arch"), Libraries.ofThisJvm())
                    .forEach((name, wanted) -> {
                        String actual = variables.get(name);
                        if (!wanted.equals(actual)) {
                            unpinned.put(
                                    "variable." + name,
                                    "must be set before the JVM starts; "
                                            + (actual == null ? "is not set" : "is " + actual) + ", a launched run has "
                                            + wanted);
                        }
                    });
            unpinned.put("jvm.settings", "charset, locale and time zone are this JVM's; a launched run pins them");
        }
        return unpinned;
    }
}
