package io.github.reprorun;

import io.github.reprorun.digest.FileDigest;
import io.github.reprorun.digest.FolderDigest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.spi.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    static ClassPathEvidence gather(List<String> classPath) {
        CompletableFuture<List<Resource>> digests = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        digests.complete(digest(classPath));
                    } catch (Throwable e) {
                        digests.completeExceptionally(e);
                    }
                },
                "reprorun-class-path");
        thread.setDaemon(true);
        thread.start();
        return new ClassPathEvidence(digests);
    }

    private static List<Resource> digest(List<String> classPath) {
        List<Resource> entries = new ArrayList<>();
        for (String entry : classPath) {
            Path path = Path.of(entry);
            SortedMap<String, String> annotations = new TreeMap<>();
            SortedMap<String, String> digest = new TreeMap<>();
            try {
                if (Files.isDirectory(path)) {
                    annotations.put(RunDefinition.KIND, RunDefinition.KIND_CLASSES);
                    digest.put("dirHash", FolderDigest.of(path).dirHash().hex());
                } else {
                    annotations.put(RunDefinition.KIND, RunDefinition.KIND_JAR);
                    digest.put("sha256", FileDigest.of(path).sha256().hex());
                }
            } catch (IOException e) {
                annotations.put("unavailable", e.toString());
            }
            entries.add(new Resource(path.getFileName().toString(), "", digest, annotations));
        }
        return entries;
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
