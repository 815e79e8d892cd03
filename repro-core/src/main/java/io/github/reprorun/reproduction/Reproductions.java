package io.github.reprorun.reproduction;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.runs.VerifiedRun;
import io.github.reprorun.signing.Envelope;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.signing.VerifiedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The reproductions in the directory of a run, as far as somebody whom the reader named has signed them. Immutable, hence
 * safe to share between threads.
 */
public final class Reproductions {
    private static final int MOST = 1000;
    private static final long LARGEST = 4L << 20;
    private static final long LARGEST_SUM = 64L << 20;

    private final VerifiedRun run;
    private final TrustPolicy verifiers;
    private final Sha256 manifest;
    private final List<Attested> attested = new ArrayList<>();
    private final SortedMap<String, String> others = new TreeMap<>();
    private final Map<Sha256, String> files = new HashMap<>();

    private Reproductions(VerifiedRun run, TrustPolicy verifiers) {
        this.run = run;
        this.verifiers = verifiers;
        this.manifest = Reproduction.digest(run);
        TrustPolicy any = verifiers.withThreshold(1).ignoringForeign();
        for (Path file : files(run.directory().resolve(Reproduction.FOLDER))) {
            String name = Reproduction.FOLDER + "/" + file.getFileName();
            try {
                attested.add(attested(name, envelope(name, file), any));
            } catch (ReproException e) {
                others.put(name, problem(e));
            }
        }
    }

    /**
     * A reproduction that was signed.
     *
     * @param file its name in the directory of the run
     * @param reproduction what it says
     * @param keyids the keys of those who were named, and whose signatures are valid
     */
    public record Attested(String file, Reproduction reproduction, SortedSet<String> keyids) {
        /** Copies what it is given. */
        public Attested {
            keyids = Collections.unmodifiableSortedSet(new TreeSet<>(keyids));
        }
    }

    /**
     * Reads those of {@code run}. A file that is damaged, there twice, about a different run or signed by others is named in
     * {@link #others} and fails nothing, since anybody can put one there.
     *
     * @param verifiers whose word counts, and with the threshold how many of them have to confirm the run; foreign signatures
     *     are ignored
     * @throws UnreadableException if the folder cannot be listed, or has more than 1,000 files or 64 MiB
     */
    public static Reproductions of(VerifiedRun run, TrustPolicy verifiers) {
        return new Reproductions(run, verifiers);
    }

    private Attested attested(String name, Envelope envelope, TrustPolicy any) {
        VerifiedPayload payload = any.verify(envelope);
        Reproduction reproduction = ReproductionStatement.read(name, payload.bytes());
        if (!reproduction.original().equals(manifest)) {
            throw new RefusedException(name, "a reproduction of this run", "one of a different manifest");
        }
        return new Attested(name, reproduction, payload.keyids());
    }

    private Envelope envelope(String name, Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnreadableException(name, "is not a regular file");
            }
            if (Files.size(file) > LARGEST) {
                throw new UnreadableException(name, "has more than " + LARGEST + " bytes");
            }
            Envelope envelope = Envelope.read(file);
            String same = files.putIfAbsent(Sha256.of(envelope.bytes()), name);
            if (same != null) {
                throw new UnreadableException(name, "is the same as " + same);
            }
            return envelope;
        } catch (IOException e) {
            throw new UnreadableException(name, "cannot be read (" + e + ")", e);
        }
    }

    /** The message without its subject, which is the file. */
    private static String problem(ReproException failure) {
        String subject = OneLine.of(failure.subject()) + ": ";
        String message = String.valueOf(failure.getMessage());
        return message.startsWith(subject) ? message.substring(subject.length()) : message;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(Reproduction.ENVELOPE_SUFFIX))
                    .limit(MOST + 1L)
                    .sorted()
                    .toList();
            long bytes = 0;
            for (Path file : found) {
                bytes += Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .size();
            }
            if (found.size() > MOST || bytes > LARGEST_SUM) {
                throw new UnreadableException(
                        folder.toString(), "has more than " + MOST + " reproductions or " + LARGEST_SUM + " bytes");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableException(folder.toString(), "cannot be listed (" + e + ")", e);
        }
    }

    /** Those about this run that somebody who was named has signed, in the order of their files. */
    public List<Attested> attested() {
        return Collections.unmodifiableList(attested);
    }

    /** Why each other file does not count, by its name in the run's directory. */
    public SortedMap<String, String> others() {
        return Collections.unmodifiableSortedMap(others);
    }

    /** The keys of those who confirm the run, each once however often it signed. */
    public SortedSet<String> confirmedBy() {
        SortedSet<String> keyids = new TreeSet<>();
        for (Attested each : attested) {
            if (each.reproduction().confirms()) {
                keyids.addAll(each.keyids());
            }
        }
        return keyids;
    }

    /**
     * Requires that as many of those who were named confirm the run as their policy's threshold says.
     *
     * @return this
     * @throws RefusedException if they are fewer
     */
    public Reproductions requireEnough() {
        SortedSet<String> confirmed = confirmedBy();
        if (confirmed.size() < verifiers.threshold()) {
            throw new RefusedException(
                    run.directory().toString(),
                    "to be reproduced by " + verifiers.threshold() + " of " + String.join(", ", verifiers.keyids()),
                    found(confirmed));
        }
        return this;
    }

    private String found(SortedSet<String> confirmed) {
        List<String> found = new ArrayList<>();
        found.add(
                confirmed.isEmpty()
                        ? "no such reproduction"
                        : confirmed.size() + " (" + String.join(", ", confirmed) + ")");
        for (Attested each : attested) {
            if (!each.reproduction().confirms()) {
                found.add(each.file() + " says " + each.reproduction().statement());
            }
        }
        others.forEach((file, reason) -> found.add(file + " does not count: " + reason));
        return String.join("; ", found);
    }
}
