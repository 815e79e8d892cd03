package io.github.reprorun.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongTraceTests {
    @TempDir
    Path folder;

    @Test
    void aMillionStepsAreWrittenComparedAndReadInTwelveMegabytesOfHeap() throws Exception {
        assertThat(run(1_000_000, 765_432, "-Xmx12m"))
                .contains("iteration=765432", "765433 of 1000000", "sum 499999500000");
    }

    @Tag("bench")
    @Test
    void tenMillionStepsNeedNoMore() throws Exception {
        String output = run(10_000_000, 7_654_321, "-Xmx12m");
        System.out.println(output);

        assertThat(output).contains("iteration=7654321", "7654322 of 10000000", "sum 49999995000000");
    }

    private String run(int steps, int parting, String heap) throws IOException, InterruptedException {
        String classPath = Stream.of(TraceWriter.class, LongTrace.class)
                .map(type -> Path.of(location(type)).toString())
                .reduce((left, right) -> left + System.getProperty("path.separator") + right)
                .orElseThrow();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        LongTrace.class.getName(),
                        folder.toString(),
                        Integer.toString(steps),
                        Integer.toString(parting)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static java.net.URI location(Class<?> type) {
        try {
            return type.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
