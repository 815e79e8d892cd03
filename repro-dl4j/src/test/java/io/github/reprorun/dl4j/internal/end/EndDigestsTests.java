package io.github.reprorun.dl4j.internal.end;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EndDigestsTests {
    private static final int MOST = 3;

    private static Resource digest(String name, String content) {
        return new Resource(
                name, "", new TreeMap<>(Map.of("sha256", Sha256.ofUtf8(content).hex())), new TreeMap<>());
    }

    private static List<Resource> all(List<Integer> order, int changed) {
        EndDigests digests = new EndDigests(MOST);
        for (int i : order) {
            String name = "network" + i;
            digests.add(name, List.of(digest(name + "/parameters", i == changed ? "changed" : "as it is " + i)));
        }
        return digests.resources();
    }

    @Property(tries = 100)
    void theOrderInWhichTheyComeDoesNotShowAndEachOneDoes(
            @ForAll @IntRange(min = 1, max = 20) int models, @ForAll @IntRange(max = 19) int one, @ForAll long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            order.add(i);
        }
        List<Resource> inOrder = all(order, -1);
        Collections.shuffle(order, new Random(seed));

        assertThat(all(order, -1)).isEqualTo(inOrder);
        assertThat(all(order, one % models)).isNotEqualTo(inOrder);
    }

    @Test
    void theFirstAreListedAndTheOthersCounted() {
        List<Resource> twelve = all(List.of(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), -1);

        assertThat(twelve)
                .extracting(Resource::name)
                .containsExactly("network0/parameters", "network1/parameters", "network2/parameters", "further models");
        assertThat(twelve.get(MOST).annotations())
                .containsEntry("kind", "endState")
                .containsEntry("models", "9")
                .containsEntry("reason", "only 3 models are listed each for itself");
        assertThat(twelve.get(MOST).digest().get("sha256")).matches("[0-9a-f]{64}");
    }

    /** Else two sums of models that nobody could read would be equal. */
    @Test
    void whatCouldNotBeReadIsNoPartOfTheSum() {
        EndDigests digests = new EndDigests(1);
        Resource unread = new Resource(
                "network3/state", "", new TreeMap<>(), new TreeMap<>(Map.of("unavailable", "it could not be read: x")));
        digests.add("network1", List.of(digest("network1/parameters", "1")));
        digests.add("network2", List.of(digest("network2/parameters", "2")));
        List<Resource> read = digests.resources();

        digests.add("network3", List.of(unread));
        digests.add("network4", List.of(unread));

        assertThat(digests.resources())
                .startsWith(read.toArray(new Resource[0]))
                .hasSize(3);
        assertThat(digests.resources().get(2))
                .isEqualTo(new Resource(
                        "further models that could not be read",
                        "",
                        new TreeMap<>(),
                        new TreeMap<>(Map.of(
                                "kind", "endState", "models", "2", "unavailable", "their state could not be read"))));
    }
}
