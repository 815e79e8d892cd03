package io.github.reprorun.reproduction;

import io.github.reprorun.base.text.OneLine;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The reproductions in the directory of a run, as far as somebody whom the reader named has signed them. Immutable, hence
 * safe to share between threads.
 *
 * @param attested those about this run, in the order of their files
 * @param others why each other file does not count, by its name in the run's directory
 */
public record Reproductions(List<Attested> attested, SortedMap<String, String> others) {
    /** The size of the largest file that is read, in bytes. */
    static final long LARGEST = 4 << 20;

    /** How many files are read. */
    static final int MOST = 10_000;

    /** Copies what it is given. */
    public Reproductions {
        attested = List.copyOf(attested);
        others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
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
     * Reads those of {@code run}. A file that is damaged, about a different run or signed by others is named in
     * {@link #others} and fails nothing, since anybody can put one there.
     *
     * @param verifiers whose word counts; foreign signatures are ignored
     * @throws UnreadableException if the folder cannot be listed, or has more than 10,000 files
     */
    public static Reproductions of(VerifiedRun run, TrustPolicy verifiers) {
        TrustPolicy any = verifiers.withThreshold(1).ignoringForeign();
        List<Attested> attested = new ArrayList<>();
        SortedMap<String, String> others = new TreeMap<>();
        for (Path file : files(run.directory().resolve(Reproduction.FOLDER))) {
            String name = Reproduction.FOLDER + "/" + file.getFileName();
            try {
                attested.add(attested(name, file, run, any));
            } catch (ReproException e) {
                others.put(name, problem(e));
            }
        }
        return new Reproductions(attested, others);
    }

    private static Attested attested(String name, Path file, VerifiedRun run, TrustPolicy verifiers) {
        VerifiedPayload payload = verifiers.verify(envelope(name, file));
        Reproduction reproduction = ReproductionStatement.read(name, payload.bytes());
        if (!reproduction.original().equals(Reproduction.digest(run))) {
            throw new RefusedException(name, "a reproduction of this run", "one of a different manifest");
        }
        return new Attested(name, reproduction, payload.keyids());
    }

    /** The message without its subject, which is the file. */
    private static String problem(ReproException failure) {
        return String.valueOf(failure.getMessage())
                .substring(OneLine.of(failure.subject()).length() + 2);
    }

    private static Envelope envelope(String name, Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnreadableException(name, "is not a regular file");
            }
            if (Files.size(file) > LARGEST) {
                throw new UnreadableException(name, "has more than " + LARGEST + " bytes");
            }
            return Envelope.read(file);
        } catch (IOException e) {
            throw new UnreadableException(name, "cannot be read (" + e + ")", e);
        }
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
            if (found.size() > MOST) {
                throw new UnreadableException(folder.toString(), "has more than " + MOST + " reproductions");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableException(folder.toString(), "cannot be listed (" + e + ")", e);
        }
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
     * Reads those of {@code run}, and requires that as many distinct keys of {@code verifiers} confirm the run as their
     * threshold says.
     *
     * @throws RefusedException if they are fewer
     * @throws UnreadableException as {@link #of}
     */
    public static Reproductions required(VerifiedRun run, TrustPolicy verifiers) {
        Reproductions found = of(run, verifiers);
        found.require(run, verifiers);
        return found;
    }

    private void require(VerifiedRun run, TrustPolicy verifiers) {
        SortedSet<String> confirmed = confirmedBy();
        if (confirmed.size() < verifiers.threshold()) {
            throw new RefusedException(
                    run.directory().toString(),
                    "to be reproduced by " + verifiers.threshold() + " of " + String.join(", ", verifiers.keyids()),
                    found(confirmed));
        }
    }

    private String found(SortedSet<String> confirmed) {
        String by = confirmed.isEmpty()
                ? "no such reproduction"
                : confirmed.size() + " (" + String.join(", ", confirmed) + ")";
        List<String> rest = new ArrayList<>();
        for (Attested each : attested) {
            if (!each.reproduction().confirms()) {
                rest.add(each.file() + " says " + each.reproduction().statement());
            }
        }
        others.forEach((file, reason) -> rest.add(file + " does not count: " + reason));
        return rest.isEmpty() ? by : by + "; " + String.join("; ", rest);
    }
}
