package io.github.reprorun.internal.agent.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaceLocalTests {
    private final AtomicInteger made = new AtomicInteger();
    private final PlaceLocal<Integer> local = new PlaceLocal<>(made::incrementAndGet);
    private final PlaceLocal<String> other = new PlaceLocal<>(() -> "other");

    @BeforeEach
    void root() {
        TaskPlace.root();
    }

    @Test
    void aPlaceKeepsItsValue() {
        assertThat(local.get()).isEqualTo(1);
        assertThat(other.get()).isEqualTo("other");
        assertThat(local.get()).isEqualTo(1);
    }

    @Test
    void anotherThreadHasAnother() throws InterruptedException {
        local.get();
        List<Integer> seen = new ArrayList<>();
        Thread thread = new Thread(() -> seen.add(local.get()));
        thread.start();
        thread.join();

        assertThat(seen).containsExactly(2);
        assertThat(local.get()).isEqualTo(1);
    }

    @Test
    void aTaskHasItsOwnInTheThreadThatRunsIt() {
        local.get();
        TaskPlace task = TaskPlace.current().task(new TaskLabel("task", 7));
        TaskPlace.enter(task);
        int inTask = local.get();
        TaskPlace.leave();

        assertThat(inTask).isEqualTo(2);
        assertThat(local.get()).isEqualTo(1);
    }

    @Test
    void aNewRootHasANewOne() {
        local.get();
        TaskPlace.root();

        assertThat(local.get()).isEqualTo(2);
    }

    @Test
    void aThreadInheritsWhatWasBequeathedBeforeItWasConstructed() throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        Thread before = new Thread(() -> seen.add(CurrentPlace.bequest()));
        CurrentPlace.bequeath(5);
        Thread after = new Thread(() -> seen.add(CurrentPlace.bequest()));
        CurrentPlace.bequeath(6);
        for (Thread thread : List.of(before, after)) {
            thread.start();
            thread.join();
        }

        assertThat(seen).containsExactly(0L, 5L);
        assertThat(CurrentPlace.bequest()).isEqualTo(6);
    }
}
