package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedLibrariesTests {
    @TempDir
    private Path folder;

    /** As a library of the system beside one of the same name that a program brings. */
    @Test
    void haveEachARecordThoughTheyAreCalledTheSame() {
        List<Resource> told = LoadedLibraries.told(
                List.of(library("libz.so.1", "bb"), library("libz.so.1", "aa"), library("libz.so.1", "aa")), List.of());

        assertThat(told).containsExactly(library("libz.so.1", "aa"), library("libz.so.1#2", "bb"));
    }

    @Test
    void areLeftToAnExtensionOnlyIfItHasTheSame() {
        List<Resource> told = LoadedLibraries.told(
                List.of(library("libm.so.6", "aa"), library("libm.so.6", "bb"), library("libc.so.6", "cc")),
                List.of(library("libm.so.6", "bb"), library("libm.so.6#2", "dd")));

        assertThat(told).containsExactly(library("libc.so.6", "cc"), library("libm.so.6#3", "aa"));
    }

    @Test
    void areReadOnceWhereAnExtensionHasTheOnlyOneOfItsNameAndSize() throws IOException {
        Path library = Files.writeString(folder.resolve("libnumbers.so"), "123");
        Path other = Files.createDirectory(folder.resolve("other")).resolve("libnumbers.so");
        List<Resource> known = List.of(sized("libnumbers.so", "3"));

        assertThat(LoadedLibraries.isDigested(library, loaded(library), known)).isTrue();
        assertThat(LoadedLibraries.isDigested(library, loaded(library, other), known))
                .isFalse();
        assertThat(LoadedLibraries.isDigested(library, loaded(library), List.of(sized("libnumbers.so", "4"))))
                .isFalse();
        assertThat(LoadedLibraries.isDigested(library, loaded(library), List.of(sized("libnumber.so", "3"))))
                .isFalse();
        assertThat(LoadedLibraries.isDigested(
                        library, loaded(library), List.of(sized("libnumbers.so", "3"), sized("libnumbers.so#2", "3"))))
                .isFalse();
    }

    private static SortedSet<Path> loaded(Path... libraries) {
        return new TreeSet<>(List.of(libraries));
    }

    private static Resource sized(String name, String size) {
        return Manifests.resource(name, "", Map.of("sha256", "aa"), "kind", "native", "size", size);
    }

    private static Resource library(String name, String digest) {
        return Manifests.resource(name, "", Map.of("sha256", digest), "kind", "native");
    }
}
