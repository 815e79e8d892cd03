package io.github.reprorun.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.seed.Seed;
import io.github.reprorun.spi.testing.FakeRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That authors of extensions may believe the run that they test with. */
class FakeRunTests {
    @TempDir
    Path folder;

    private FakeRun run;

    @BeforeEach
    void begin() {
        run = new FakeRun(7, folder);
    }

    @Test
    void keepsEachMetricAndEpochInItsOrder() {
        run.metric("loss", OptionalLong.of(1), 0.5);
        run.metric("loss", OptionalLong.of(1), 0.25);
        run.epoch("network", 1, 10, 0.5);
        run.epoch("network", 2, 20, 0.25);

        assertThat(run.metrics())
                .containsExactly(
                        new FakeRun.Metric("loss", OptionalLong.of(1), 0.5),
                        new FakeRun.Metric("loss", OptionalLong.of(1), 0.25));
        assertThat(run.epochs())
                .containsExactly(new FakeRun.Epoch("network", 1, 10, 0.5), new FakeRun.Epoch("network", 2, 20, 0.25));
    }

    @Test
    void givesTheParametersThatTheUserChoseAndTheDefaultsOfOthers() {
        run.withParameter("strength", 0.25).withParameter("unused", true);

        assertThat(run.parameter("strength", 0.5)).isEqualTo(0.25);
        assertThat(run.parameter("size", 3L)).isEqualTo(3);
        assertThat(run.parameter("size", 4L)).isEqualTo(3);
        assertThat(run.parameter("name", "a")).isEqualTo("a");
        assertThat(run.parameter("loud", true)).isTrue();

        assertThat(run.parameters())
                .containsExactly(
                        Map.entry("loud", ParameterValue.of(true)),
                        Map.entry("name", ParameterValue.of("a")),
                        Map.entry("size", ParameterValue.of(3L)),
                        Map.entry("strength", ParameterValue.of(0.25)));
    }

    @Test
    void refusesAParameterOfAnotherTypeAndAnInputOfAnotherPath() {
        run.withParameter("strength", 1L);
        Path path = run.input("values", folder);

        assertThat(path).isEqualTo(folder);
        assertThat(run.input("values", folder)).isEqualTo(folder);
        assertThat(run.inputs()).containsExactly(Map.entry("values", folder));
        assertThatThrownBy(() -> run.parameter("strength", 0.5))
                .isInstanceOf(UsageException.class)
                .hasMessage("parameter strength: given as long, asked for as double");
        assertThatThrownBy(() -> run.input("values", folder.resolve("other")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("input values: stands for " + folder + " already");
    }

    @Test
    void givesEachPlaceAValueOfItsOwn() throws InterruptedException {
        Supplier<Place> places = run.perPlace(place -> place);
        Place[] other = new Place[1];
        Thread thread = new Thread(() -> other[0] = places.get());
        thread.start();
        thread.join();

        assertThat(places.get()).isEqualTo(run.place()).isNotEqualTo(other[0]);
        assertThat(places.get()).isSameAs(places.get());
    }

    @Test
    void isEndedByNothingThatAProgramCatches() {
        assertThatThrownBy(() -> run.end("step 3"))
                .isInstanceOf(FakeRun.Ended.class)
                .isNotInstanceOf(Exception.class)
                .hasMessage("step 3");
    }

    /** An author has no other types than those that a user has. */
    @Test
    void itsMembersNameNothingFromInside() {
        List<Class<?>> types = Stream.concat(
                        Stream.of(FakeRun.class), Arrays.stream(FakeRun.class.getDeclaredClasses()))
                .<Class<?>>flatMap(type -> Stream.of(
                                Arrays.stream(type.getMethods())
                                        .flatMap(method -> Stream.concat(
                                                Stream.of(method.getReturnType()),
                                                Arrays.stream(method.getParameterTypes()))),
                                Arrays.stream(type.getConstructors())
                                        .flatMap(each -> Arrays.stream(each.getParameterTypes())))
                        .flatMap(each -> each))
                .toList();

        assertThat(types).contains(Seed.class);
        assertThat(types).extracting(Class::getName).noneMatch(name -> name.matches(".*[.](internal|base)[.].*"));
    }
}
