package io.github.reprorun.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.internal.environment.LibraryDescriptors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedFilesTests {
    @Test
    void isKnownByItsNameAndByWhoWritesIt() {
        TimedFiles files = files(getClass().getName() + "/index.txt");

        assertThat(files.writerOf(Path.of("/models/index.txt")))
                .contains(getClass().getName());
        assertThat(files.writerOf(Path.of("/models/model.zip"))).isEmpty();
        assertThat(files("com.example.Other/index.txt").writerOf(Path.of("index.txt")))
                .isEmpty();
    }

    @Test
    void mayHaveAnyName() {
        assertThat(files(getClass().getName() + "/*").writerOf(Path.of("whatever")))
                .isPresent();
        assertThat(new TimedFiles(Libraries.NONE).writerOf(Path.of("whatever"))).isEmpty();
    }

    private static TimedFiles files(String timed) {
        return new TimedFiles(new Libraries(List.of(LibraryDescriptors.read("""
                        name=numbers
                        library.jar=numbers-api
                        library.class=com.example.numbers.Numbers
                        extension.jar=repro-numbers
                        extension.class=com.example.repro.NumbersExtension
                        classes.timedFiles=\
                        """ + timed + "\n")), false));
    }
}
