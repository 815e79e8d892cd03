package io.github.reprorun.base.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundResultTests {
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void isDoneOnceInAThreadOfItsOwn() {
        BackgroundResult<String> ahead = BackgroundResult.begin("ahead", () -> {
            attempts.incrementAndGet();
            return Thread.currentThread().getName();
        });

        assertThat(ahead.result()).isEqualTo("ahead");
        assertThat(ahead.result()).isEqualTo("ahead");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void throwsWhatTheWorkThrew() {
        BackgroundResult<String> ahead = BackgroundResult.begin("ahead", () -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("no");
        });

        assertThatThrownBy(ahead::result)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThatThrownBy(ahead::result).isInstanceOf(IllegalStateException.class);
        assertThat(attempts).hasValue(1);
    }

    /** As where the training has used up the heap meanwhile, and has given it back when the result is wanted. */
    @Test
    void isDoneAgainByWhoWantsItAfterAnError() {
        BackgroundResult<String> ahead = BackgroundResult.begin("ahead", () -> {
            if (attempts.incrementAndGet() == 1) {
                throw new OutOfMemoryError("for a test");
            }
            return Thread.currentThread().getName();
        });

        assertThat(ahead.result()).isEqualTo(Thread.currentThread().getName());
        assertThat(ahead.result()).isNotNull();
        assertThat(attempts).hasValue(2);
    }

    @Test
    void tellsBothErrorsWhereThereIsOneAgain() {
        BackgroundResult<String> ahead = BackgroundResult.begin("ahead", () -> {
            throw new LinkageError("attempt " + attempts.incrementAndGet());
        });

        assertThatThrownBy(ahead::result)
                .isInstanceOf(LinkageError.class)
                .hasMessage("attempt 2")
                .satisfies(error -> assertThat(error.getSuppressed())
                        .singleElement()
                        .satisfies(first -> assertThat(first).hasMessage("attempt 1")));
    }

    @Test
    void isAwaitedByAnInterruptedThreadWhichStaysInterrupted() {
        CountDownLatch go = new CountDownLatch(1);
        BackgroundResult<String> ahead = BackgroundResult.begin("ahead", () -> {
            awaitUninterrupted(go);
            return "done";
        });

        Thread.currentThread().interrupt();
        go.countDown();

        assertThat(ahead.result()).isEqualTo("done");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
