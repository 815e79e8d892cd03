package io.github.reprorun.internal.agent.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentPlaceTests {
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    /** Does {@code work} in a thread that inherits nothing. */
    private static void apartFromThisOne(String name, Runnable work) throws InterruptedException {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.start();
        thread.join();
    }

    private void sayWhereAChildIs() {
        Thread child = new Thread(() -> said.add(CurrentPlace.path() + " " + CurrentPlace.isApart()), "child");
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
            CurrentPlace.standApart("watcher");
            said.add(CurrentPlace.path() + " " + CurrentPlace.isApart());
            sayWhereAChildIs();
        });

        assertThat(said).hasSize(2);
        assertThat(said.get(0)).isEqualTo("watcher true");
        assertThat(said.get(1)).matches("watcher/.+#0 true");
        assertThat(CurrentPlace.isApart()).isFalse();
    }

    @Test
    void twoThreadsThatStandApartAreInDifferentPlaces() throws InterruptedException {
        List<Long> keys = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            apartFromThisOne("thread", () -> {
                CurrentPlace.standApart("watcher");
                keys.add(CurrentPlace.current());
            });
        }

        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void toAskWhetherAThreadStandsApartGivesItNoPlaceToPassOn() throws InterruptedException {
        apartFromThisOne("foreign", () -> {
            said.add(Boolean.toString(CurrentPlace.isApart()));
            sayWhereAChildIs();
        });

        assertThat(said).containsExactly("false", "child false");
    }
}
