package io.github.reprorun.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.RecordingListener;
import io.github.reprorun.observe.RunEvent;
import io.github.reprorun.observe.RunListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class RunEventsTests {
    private static final int CAPACITY = 4;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<String> dropped = Collections.synchronizedList(new ArrayList<>());

    private RunEvents events(Duration patience, RunListener... listeners) {
        RunEvents events = new RunEvents(
                Clock.fixed(NOW, ZoneOffset.UTC),
                new RunListener() {},
                (name, problem) -> dropped.add(name + ": " + problem),
                CAPACITY,
                patience);
        events.listen(List.of(listeners));
        return events;
    }

    private static void tell(RunEvents events, int value) {
        events.metric("m", OptionalLong.empty(), value);
    }

    /** Takes in one event, says so, and waits to be let go. */
    private static final class Slow implements RunListener {
        private final CountDownLatch busy = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final List<Double> values = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void metric(RunEvent.Metric metric) {
            values.add(metric.value());
            busy.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                released.countDown();
            }
        }
    }

    @Test
    void takeTheTimeFromTheClock() {
        RecordingListener listener = new RecordingListener();
        try (RunEvents events = events(Duration.ofMinutes(1), listener)) {
            tell(events, 1);
            events.settle();
        }

        assertThat(listener.events()).containsExactly(new RunEvent.Metric(NOW, "m", OptionalLong.empty(), 1));
    }

    /** The one that trains waits for nobody: it has returned each time before the listener is let go. */
    @Test
    void dropAListenerThatIsTooFarBehindAndTellItNoMore() throws InterruptedException {
        Slow slow = new Slow();
        Semaphore toldToOther = new Semaphore(0);
        RunListener other = new RunListener() {
            @Override
            public void metric(RunEvent.Metric metric) {
                toldToOther.release();
            }
        };
        try (RunEvents events = events(Duration.ofMinutes(1), slow, other)) {
            tell(events, 0);
            slow.busy.await();
            toldToOther.acquire();
            for (int i = 1; i <= CAPACITY; i++) {
                tell(events, i);
            }
            toldToOther.acquire(CAPACITY);
            assertThat(dropped).isEmpty();
            tell(events, CAPACITY + 1);
            slow.released.await();
            events.settle();

            assertThat(dropped)
                    .containsExactly(Slow.class.getName() + ": it was 4 events behind, and no more are kept");
            assertThat(events.facts()).containsOnlyKeys("listener." + Slow.class.getName());
        }
        assertThat(slow.values).containsExactly(0.0);
        assertThat(toldToOther.tryAcquire()).isTrue();
    }

    @Test
    void waitForAListenerNoLongerThanTheyHavePatience() throws InterruptedException {
        Slow slow = new Slow();
        try (RunEvents events = events(Duration.ZERO, slow)) {
            tell(events, 0);
            slow.busy.await();
            tell(events, 1);
            events.settle();
            events.settle();
            slow.released.await();
        }

        assertThat(dropped)
                .containsExactly(Slow.class.getName() + ": it had not taken in 2 of the run's events within 0 ms");
        assertThat(slow.values).containsExactly(0.0);
    }

    @Test
    void waitNoLongerForAnInterruptedThreadWhichStaysInterrupted() throws InterruptedException {
        Slow slow = new Slow();
        try (RunEvents events = events(Duration.ofHours(1), slow)) {
            tell(events, 0);
            slow.busy.await();
            Thread.currentThread().interrupt();
            events.settle();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(dropped)
                    .singleElement()
                    .asString()
                    .endsWith(
                            "1 of the run's events had not reached it when the thread that ends the run was interrupted");
        }
    }
}
