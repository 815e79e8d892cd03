package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessOutputTests {
    private static String text(InputStream stream) throws Exception {
        return ProcessOutput.reading("test", stream).text(System.nanoTime() + TimeUnit.SECONDS.toNanos(60));
    }

    @Test
    void isAllThatCameOut() throws Exception {
        assertThat(text(new ByteArrayInputStream("é\n".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("é\n");
    }

    /** The part that was read before is not to be taken for the whole. */
    @Test
    void isNotToldWhereMemoryWasUsedUpOverIt() {
        InputStream memoryHog = new InputStream() {
            private boolean begun;

            @Override
            public int read() {
                throw new AssertionError("is read in blocks");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (begun) {
                    throw new OutOfMemoryError("for a test");
                }
                begun = true;
                bytes[offset] = 'x';
                return 1;
            }
        };

        assertThatThrownBy(() -> text(memoryHog))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("for a test");
    }
}
