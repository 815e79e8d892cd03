package io.github.reprorun.base.library;

import static io.github.reprorun.internal.environment.LibraryDescriptors.NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.library.LibraryDescriptor.Accelerator;
import io.github.reprorun.base.library.LibraryDescriptor.Code;
import io.github.reprorun.base.library.LibraryDescriptor.Marker;
import io.github.reprorun.base.library.LibraryDescriptor.Settings;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.environment.LibraryDescriptors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryDescriptorTests {
    private static final String LEAST = """
            name=numbers
            library.jar=numbers-api
            library.class=com.example.numbers.Numbers
            extension.jar=repro-numbers
            extension.class=com.example.repro.NumbersExtension
            """;

    @Test
    void holdsWhatTheFileSays() {
        assertThat(LibraryDescriptors.read(NUMBERS))
                .isEqualTo(new LibraryDescriptor(
                        "numbers",
                        new Marker("numbers-api", "com.example.numbers.Numbers"),
                        new Marker("repro-numbers", "com.example.repro.NumbersExtension"),
                        Optional.of(new Accelerator(
                                new Marker("numbers-gpu", "com.example.numbers.gpu.Backend"), "numbers-cpu")),
                        new Code(
                                List.of("com.example.repro."),
                                List.of("com.example.numbers.", "com.example.data."),
                                List.of("com.example.numbers.shade."),
                                List.of("com.example.numbers.Workspace", "com.example.numbers.Queue$Worker"),
                                List.of("com.example.numbers.Settings$Builder"),
                                List.of("com.example.numbers.Log/times.txt", "com.example.numbers.Store/*")),
                        new Settings(
                                List.of("NUMBERS_THREADS", "NUMBERS_MASTERS"),
                                new TreeMap<>(Map.of("NUMBERS_FAST", "0")),
                                List.of("NUMBERS_", "NUM_"),
                                List.of("com.example.numbers.")),
                        List.of("numbers."),
                        List.of()));
    }

    @Test
    void needsOnlyANameAndTwoMarkers() {
        LibraryDescriptor least = LibraryDescriptors.read(LEAST);

        assertThat(least.name()).isEqualTo("numbers");
        assertThat(least.accelerator()).isEmpty();
        assertThat(least.code().library()).isEmpty();
        assertThat(least.settings().threadVariables()).isEmpty();
        assertThat(least.numericFacts()).isEmpty();
    }

    @Test
    void namesTheKeysThatItDoesNotKnow() {
        assertThat(LibraryDescriptors.read(LEAST + "packages.loud=a.\nmood=good\n")
                        .unknownKeys())
                .containsExactly("mood", "packages.loud");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name | Numbers | name: expected small letters, digits and hyphens, found "Numbers"
            library.jar | a/b | library.jar: expected a Maven artifact, such as example-core, found "a/b"
            library.class | com..x | library.class: expected binary names of classes, such as com.example.Trainer, found "com..x"
            packages.own | com.example | packages.own: expected names with a dot at the end, such as com.example., found "com.example"
            packages.library | . | packages.library: expected names with a dot at the end, such as com.example., found "."
            packages.quiet | a b. | packages.quiet: expected names with a dot at the end, such as com.example., found "a"
            classes.immaterialNames | a.B. | classes.immaterialNames: expected binary names of classes, such as com.example.Trainer, found "a.B."
            classes.clockDefaults | 1a | classes.clockDefaults: expected binary names of classes, such as com.example.Trainer, found "1a"
            classes.timedFiles | a.B | classes.timedFiles: expected a class and a file, such as com.example.Trainer/index.txt, found "a.B"
            classes.timedFiles | a.B/c/d | classes.timedFiles: expected a class and a file, such as com.example.Trainer/index.txt, found "a.B/c/d"
            classes.timedFiles | a./c | classes.timedFiles: expected binary names of classes, such as com.example.Trainer, found "a."
            facts.numeric | numbers | facts.numeric: expected names with a dot at the end, such as com.example., found "numbers"
            variables.threads | THREADS | variables.threads: expected names of variables in capitals, such as OMP_NUM_THREADS, found "THREADS"
            packages.own | java. | packages.own: expected packages of a library, found "java.", which are the JDK's
            packages.quiet | com.sun.x. | packages.quiet: expected packages of a library, found "com.sun.x.", which are the JDK's
            variables.threads | LD_PRELOAD | variables.threads: expected variables of a library, found "LD_PRELOAD", which the JVM obeys
            variables.accelerator | JAVA_TOOL_OPTIONS=1 | variables.accelerator: expected variables of a library, found "JAVA_TOOL_OPTIONS", which the JVM obeys
            variables.accelerator | X_Y | variables.accelerator: expected NAME=VALUE, found "X_Y"
            variables.accelerator | x=1 | variables.accelerator: expected names of variables in capitals, such as OMP_NUM_THREADS, found "x"
            variables.recorded | _ | variables.recorded: expected names of variables in capitals, such as OMP_NUM_THREADS, found "_"
            properties.recorded | a | properties.recorded: expected names with a dot at the end, such as com.example., found "a"
            """)
    void refusesAnotherFormWithFileKeyAndWhatWasExpected(String key, String value, String problem) {
        String changed =
                (key.startsWith("name") || key.startsWith("library.") ? LEAST.replaceFirst(key + "=.*", "") : LEAST)
                        + key + "=" + value + "\n";

        assertThatThrownBy(() -> LibraryDescriptors.read(changed))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("numbers.jar: " + problem);
    }

    @ParameterizedTest
    @CsvSource({"name", "library.jar", "library.class", "extension.jar", "extension.class"})
    void refusesToGoWithout(String key) {
        assertThatThrownBy(() -> LibraryDescriptors.read(LEAST.replaceFirst(key + "=.*", "")))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("numbers.jar: the key " + key + " is expected but missing");
    }

    @Test
    void refusesHalfAnAccelerator() {
        assertThatThrownBy(() -> LibraryDescriptors.read(LEAST + "accelerator.jar=numbers-gpu\n"))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("numbers.jar: the key accelerator.class is expected but missing");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThatThrownBy(() -> LibraryDescriptors.read(LEAST + "name=other\n"))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("numbers.jar: the key name is expected once but appears twice");
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatThrownBy(() -> LibraryDescriptors.read("#" + "x".repeat(64 * 1024)))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("numbers.jar: expected at most 65536 bytes");
    }

    @Test
    void refusesAMalformedEscape() {
        assertThatThrownBy(() -> LibraryDescriptors.read("name=\\u00zz\n"))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("numbers.jar: Malformed");
    }
}
