package io.github.reprorun.internal.run;

import io.github.reprorun.base.concurrent.BackgroundResult;
import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.environment.Fingerprint;
import io.github.reprorun.internal.environment.Host;
import io.github.reprorun.internal.environment.LoadedLibraries;
import io.github.reprorun.manifest.PinnedProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * The run's evidence about its code and environment, gathered while the training begins, since it takes a second and no
 * result depends on it. Safe for use by several threads.
 */
record BackgroundEvidence(
        BackgroundResult<CodeEvidence> code,
        BackgroundResult<SortedMap<String, Evidence<String>>> environment,
        LoadedLibraries libraries) {
    /** In bytes: a heap that a training could use up before the evidence is gathered. */
    private static final long SMALL_HEAP = 256L << 20;

    static BackgroundEvidence of(PinnedProfile profile, Path runsDirectory) {
        BackgroundResult<CodeEvidence> code =
                BackgroundResult.begin("reprorun-code", () -> CodeEvidence.observe(profile, runsDirectory));
        return new BackgroundEvidence(
                code,
                BackgroundResult.begin(
                        "reprorun-environment", () -> Fingerprint.observe(Host.current(), Libraries.ofThisJvm())),
                // One after the other, because until the JVM has compiled SHA-256 two threads only take more of the
                // processor.
                LoadedLibraries.digestAfter(() -> {
                    CodeEvidence unused = code.result();
                }));
    }

    /**
     * Waits for the digests of the code if the training may write to it, because a folder of the class path holds the
     * working directory.
     */
    void awaitCodeAround(PinnedProfile profile) {
        Path workingDirectory = Path.of(profile.workingDirectory());
        for (String entry : profile.classPath()) {
            if (workingDirectory.startsWith(entry) && Files.isDirectory(Path.of(entry))) {
                CodeEvidence unused = code.result();
                return;
            }
        }
    }

    /**
     * Waits for all evidence if the heap is small. If a class of the JDK fails to initialize for lack of memory, it can
     * never be used again in this JVM, not even for a manifest.
     */
    void awaitInSmallHeap() {
        if (Runtime.getRuntime().maxMemory() <= SMALL_HEAP) {
            CodeEvidence unused = code.result();
            SortedMap<String, Evidence<String>> unusedToo = environment.result();
        }
    }
}
