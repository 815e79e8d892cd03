package io.github.reprorun;

import io.github.reprorun.environment.ClassPathDigest;
import io.github.reprorun.environment.ClassPathEntry;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.spi.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Digests the class path while the training begins, since it takes a second that no result waits for. */
final class ClassPathEvidence {
    private final CompletableFuture<List<Resource>> digests;

    private ClassPathEvidence(CompletableFuture<List<Resource>> digests) {
        this.digests = digests;
    }

    static ClassPathEvidence gather(List<String> classPath, Path runsDirectory) {
        CompletableFuture<List<Resource>> digests = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        digests.complete(
                                ClassPathDigest.of(
                                                classPath,
                                                Set.of(runsDirectory
                                                        .toAbsolutePath()
                                                        .normalize()))
                                        .stream()
                                        .map(ClassPathEvidence::resource)
                                        .toList());
                    } catch (Throwable e) {
                        digests.completeExceptionally(e);
                    }
                },
                "reprorun-class-path");
        thread.setDaemon(true);
        thread.start();
        return new ClassPathEvidence(digests);
    }

    private static Resource resource(ClassPathEntry entry) {
        SortedMap<String, String> annotations = new TreeMap<>();
        SortedMap<String, String> digest = new TreeMap<>();
        boolean folder = entry.kind() == ClassPathEntry.Kind.FOLDER;
        annotations.put(RunDefinition.KIND, folder ? RunDefinition.KIND_CLASSES : RunDefinition.KIND_JAR);
        annotations.put("size", Long.toString(entry.size()));
        entry.digest()
                .fold(
                        sha256 -> digest.put(folder ? "dirHash" : "sha256", sha256.hex()),
                        reason -> annotations.put("unavailable", reason));
        return new Resource(entry.name(), entry.packageUrl().orElse(""), digest, annotations);
    }

    /** The entries in the order of the class path; waits until they are digested. */
    List<Resource> entries() {
        try {
            return digests.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
