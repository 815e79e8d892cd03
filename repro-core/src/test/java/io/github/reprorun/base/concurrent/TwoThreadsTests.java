package io.github.reprorun.base.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TwoThreadsTests {
    private final List<String> names = new CopyOnWriteArrayList<>();

    /** Neither passes the barrier before the other is there. */
    @Test
    void isDoneByBothAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);

        TwoThreads.run("second", () -> {
            await(both);
            names.add(Thread.currentThread().getName());
        });

        assertThat(names).containsExactlyInAnyOrder(Thread.currentThread().getName(), "second");
    }

    @Test
    void throwsWhatTheSecondThrew() {
        for (Throwable thrown : List.of(new IllegalStateException("no"), new OutOfMemoryError("for a test"))) {
            assertThatThrownBy(() -> TwoThreads.run("second", () -> {
                        if (Thread.currentThread().getName().equals("second")) {
                            throwIt(thrown);
                        }
                    }))
                    .isSameAs(thrown);
        }
    }

    @Test
    void throwsWhatTheFirstThrewWhenTheSecondHasEnded() {
        CyclicBarrier both = new CyclicBarrier(2);

        assertThatThrownBy(() -> TwoThreads.run("second", () -> {
                    await(both);
                    if (!Thread.currentThread().getName().equals("second")) {
                        throw new IllegalStateException("no");
                    }
                    names.add("second");
                }))
                .hasMessage("no");
        assertThat(names).containsExactly("second");
    }

    @Test
    void keepsAnInterruptForLater() {
        Thread.currentThread().interrupt();

        TwoThreads.run("second", () -> names.add("done"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(names).hasSize(2);
    }

    private static void throwIt(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
