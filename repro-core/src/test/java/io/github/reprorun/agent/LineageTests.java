package io.github.reprorun.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTests {
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    /** Does {@code work} in a thread that inherits nothing. */
    private static void apartFromThisOne(String name, Runnable work) throws InterruptedException {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.start();
        thread.join();
    }

    private void sayWhereAChildIs() {
        Thread child = new Thread(() -> said.add(Lineage.path() + " " + Lineage.isApart()), "child");
        child.start();
        try {
            child.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aThreadThatStandsApartDoesSoWithAllThatItBegins() throws InterruptedException {
        apartFromThisOne("thread", () -> {
            Lineage.standApart("watcher");
            said.add(Lineage.path() + " " + Lineage.isApart());
            sayWhereAChildIs();
        });

        assertThat(said).hasSize(2);
        assertThat(said.get(0)).isEqualTo("watcher true");
        assertThat(said.get(1)).matches("watcher/.+#0 true");
        assertThat(Lineage.isApart()).isFalse();
    }

    @Test
    void twoThreadsThatStandApartAreInDifferentPlaces() throws InterruptedException {
        List<Long> keys = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            apartFromThisOne("thread", () -> {
                Lineage.standApart("watcher");
                keys.add(Lineage.current());
            });
        }

        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void toAskWhetherAThreadStandsApartGivesItNoPlaceToPassOn() throws InterruptedException {
        apartFromThisOne("foreign", () -> {
            said.add(Boolean.toString(Lineage.isApart()));
            sayWhereAChildIs();
        });

        assertThat(said).containsExactly("false", "child false");
    }
}
