package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ForwardedSignalsTests {
    @Test
    @Timeout(60)
    void endsTheChildrenOfTheThreadsThatAreNamedAndNoOthers() throws Exception {
        Process other = new ProcessBuilder("sleep", "50").start();
        try {
            CountDownLatch began = new CountDownLatch(1);
            FutureTask<Integer> status = new FutureTask<>(() -> ForwardedSignals.run(
                    new ProcessBuilder("sh", "-c", "echo began; exec sleep 50"), output -> await(output, began)));
            Thread waiting = new Thread(status, "waits-for-a-child");
            waiting.start();
            began.await();

            ForwardedSignals.end(List.of(Thread.currentThread()));
            assertThat(status.isDone()).isFalse();
            ForwardedSignals.end(List.of(waiting));

            assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(128 + 15);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    private static void await(InputStream output, CountDownLatch began) {
        try {
            assertThat(output.read()).isEqualTo('b');
            began.countDown();
            output.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
