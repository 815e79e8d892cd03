package io.github.reprorun.dl4j.internal.end;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.RunDefinition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digests of many models in bounded room: those of the first names each for itself, all others in one sum, which does not
 * depend on the order in which they came. Safe for use by several threads.
 */
final class EndDigests {
    /** What all other models are recorded as. */
    static final String FURTHER = "further models";

    /** What those of the others are recorded as whose state could not be read: they are no part of the sum. */
    static final String FURTHER_UNREAD = "further models that could not be read";

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final int most;
    private final NavigableMap<String, List<Resource>> listed =
            new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    private BigInteger sum = BigInteger.ZERO;
    private long further;
    private long furtherUnread;

    /** @param most how many models are listed each for itself */
    EndDigests(int most) {
        this.most = most;
    }

    synchronized void add(String name, List<Resource> digests) {
        listed.put(name, digests);
        if (listed.size() > most) {
            List<Resource> last = listed.pollLastEntry().getValue();
            if (last.stream().anyMatch(each -> each.digest().isEmpty())) {
                furtherUnread++;
            } else {
                sum = sum.add(new BigInteger(EndState.summary(last).hex(), 16)).mod(MODULUS);
                further++;
            }
        }
    }

    synchronized List<Resource> resources() {
        List<Resource> all = new ArrayList<>();
        listed.values().forEach(all::addAll);
        if (further > 0) {
            SortedMap<String, String> digest = new TreeMap<>();
            digest.put("sha256", String.format("%064x", sum));
            all.add(new Resource(
                    FURTHER,
                    "",
                    digest,
                    annotations(further, "reason", "only " + most + " models are listed each for itself")));
        }
        if (furtherUnread > 0) {
            all.add(new Resource(
                    FURTHER_UNREAD,
                    "",
                    new TreeMap<>(),
                    annotations(furtherUnread, EndState.UNAVAILABLE, "their state could not be read")));
        }
        return all;
    }

    private static SortedMap<String, String> annotations(long models, String name, String text) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDefinition.KIND, RunDefinition.KIND_END_STATE);
        annotations.put(RunDefinition.MODELS, Long.toString(models));
        annotations.put(name, text);
        return annotations;
    }
}
