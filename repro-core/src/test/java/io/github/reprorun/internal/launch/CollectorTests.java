package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseG1GC",
                "-XX:+UseZGC",
                "-XX:+UseParallelGC",
                "-XX:-UseSerialGC",
                "-XX:G1HeapRegionSize=4m",
                "-XX:+G1UseAdaptiveIHOP",
                "-XX:Flags=.hotspotrc",
                "-XX:VMOptionsFile=options.txt",
                "-Xgcpolicy:gencon"
            })
    void isChosenByAnyOptionThatNamesOne(String option) {
        assertThat(Collector.isChosenBy(List.of("-Xmx1g", option, "-ea"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx1g",
                "-Xlog:gc",
                "-XX:-UseDynamicNumberOfGCThreads",
                "-XX:ParallelGCThreads=2",
                "-XX:MaxGCPauseMillis=100",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dx=-XX:+UseG1GC"
            })
    void isNotChosenByOthers(String option) {
        assertThat(Collector.isChosenBy(List.of(option))).isFalse();
    }
}
