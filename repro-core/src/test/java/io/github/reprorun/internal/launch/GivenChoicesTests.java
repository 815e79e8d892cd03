package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivenChoicesTests {
    private static GivenChoices of(Map<String, String> properties) {
        Properties all = new Properties();
        all.putAll(properties);
        return GivenChoices.of(all);
    }

    @Test
    void areReadAsTheyAreWritten() {
        GivenChoices choices = new GivenChoices(
                Optional.of(new Seed(-7)),
                OptionalInt.of(2),
                Optional.of(NumericsProfile.BASELINE),
                Optional.of(Path.of("/runs")),
                Optional.of(Path.of("/keys/signing.pem")),
                Optional.of("run-1"),
                Optional.of(Path.of("/tmp/result")),
                Optional.of("1:/tmp/digests"),
                Optional.of(Path.of("/shared/place")),
                Optional.of(Path.of("/tmp/starter")),
                Optional.of(new Parent(Parent.STUDY, "grid", Sha256.ofUtf8("study"))),
                new TreeMap<>(Map.of("rate", "0.1")),
                new TreeMap<>(Map.of("team", "fraud")),
                new TreeMap<>(Map.of("init", -3L)));

        assertThat(of(choices.asProperties())).isEqualTo(choices);
        assertThat(choices.asProperties())
                .containsEntry("reprorun.seed", "-7")
                .containsEntry("reprorun.runs", "/runs")
                .containsEntry("reprorun.parameter.rate", "0.1")
                .containsEntry("reprorun.stream.init", "-3")
                .hasSize(14);
        assertThat(choices.ofOneStart())
                .isEqualTo(Map.of(
                        "reprorun.result",
                        "/tmp/result",
                        "reprorun.digests",
                        "1:/tmp/digests",
                        "reprorun.place",
                        "/shared/place"));
    }

    @Test
    void areNoneIfNothingWasGiven() {
        GivenChoices none = of(Map.of("reprorun.launch", "/tmp/plan", "other.seed", "1"));

        assertThat(none.asProperties()).isEmpty();
        assertThat(none.ofOneStart()).isEmpty();
    }

    @Test
    void leaveOutOfTheRecordWhatIsOfUseForOneStart() {
        assertThat(GivenChoices.withoutOneStart(List.of(
                        "-Dreprorun.id=a",
                        "-Dreprorun.seed=1",
                        "-Dreprorun.result=f",
                        "-Dreprorun.digests=1:f",
                        "-Dreprorun.place=f",
                        "-Dreprorun.starter=f",
                        "-Dreprorun.ideal=1")))
                .containsExactly("-Dreprorun.seed=1", "-Dreprorun.ideal=1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    seed    | x        | -Dreprorun.seed: "x" is not a decimal number of 64 bits
                    seed    | 0        | seed: 0 is refused
                    stream.init | 0    | seed: 0 is refused
                    stream.init | x    | -Dreprorun.stream.init: "x" is not a decimal number of 64 bits
                    stream.     | 1    | -Dreprorun.stream.: names no stream
                    threads | two      | -Dreprorun.threads: "two" is not a number of threads
                    threads | 0        | -Dreprorun.threads: at least 1 is needed, not 0
                    profile | fast     | -Dreprorun.profile: "fast" is none of portable, baseline and host
                    id      | ../x     | -Dreprorun.id: "../x" is not a name
                    runs    | ' '      | -Dreprorun.runs: names no path
                    key     | ''       | -Dreprorun.key: names no path
                    result  | ''       | -Dreprorun.result: names no path
                    place   | ''       | -Dreprorun.place: names no path
                    starter | ''       | -Dreprorun.starter: names no path
                    parent  | grid     | parent: expected study:NAME:SHA256
                    """)
    void areRefusedIfTheyCannotBeUnderstood(String name, String value, String message) {
        assertThatThrownBy(() -> of(Map.of("reprorun." + name, value)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "reprorun.seeds, seed",
        "reprorun.Seed, seed",
        "reprorun.thread, threads",
        "reprorun.run, runs",
        "reprorun.results, result",
        "reprorun.places, place",
        "reprorun.ID, id"
    })
    void areRefusedUnderAPropertyThatIsNearlyTheirs(String property, String meant) {
        assertThatThrownBy(() -> of(Map.of(property, "1")))
                .isInstanceOf(UsageException.class)
                .hasMessage("property " + property + ": is none that is read; write -Dreprorun." + meant + "=VALUE");
    }
}
