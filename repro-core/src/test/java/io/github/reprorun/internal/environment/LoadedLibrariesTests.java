package io.github.reprorun.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Manifests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedLibrariesTests {
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

    private static Resource library(String name, String digest) {
        return Manifests.resource(name, "", Map.of("sha256", digest), "kind", "native");
    }
}
