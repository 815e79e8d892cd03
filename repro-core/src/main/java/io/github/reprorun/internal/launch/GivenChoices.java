package io.github.reprorun.internal.launch;

import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The choices about a run that somebody made from outside, as system properties such as {@code -Dreprorun.seed=7}. They
 * overrule the program's own. A manifest has them among the options of the JVM, except for {@code id}, {@code
 * result}, {@code digests}, {@code place} and {@code starter}, which are of use for one start alone. Immutable, hence safe
 * to share between threads.
 *
 * @param seed the root seed
 * @param threads the number of native threads, at least 1
 * @param profile which kernels native numerics use
 * @param runsDirectory where the run directory is made
 * @param signingKey the private key that signs
 * @param id the run's id
 * @param result the file to which the run appends how it ended
 * @param digests what runs of one study know of files that they share, in the form of {@link KnownDigests#PROPERTY}
 * @param place where the run directory is made in place of the runs directory; whoever started the run moves it there
 * @param starter the file that whoever started the program has locked: without that process the program ends
 * @param parent the study or capsule that the run belongs to
 * @param parameters values in place of the program's, as text, by name
 * @param labels what people call the run by
 * @param streams the seeds of named streams that do not follow from the root seed, by name
 */
public record GivenChoices(
        Optional<Seed> seed,
        OptionalInt threads,
        Optional<NumericsProfile> profile,
        Optional<Path> runsDirectory,
        Optional<Path> signingKey,
        Optional<String> id,
        Optional<Path> result,
        Optional<String> digests,
        Optional<Path> place,
        Optional<Path> starter,
        Optional<Parent> parent,
        SortedMap<String, String> parameters,
        SortedMap<String, String> labels,
        SortedMap<String, Long> streams) {
    /** The property that names the file to which the run appends how it ended. */
    public static final String RESULT = "reprorun.result";

    /** The property with the id of the run. */
    public static final String ID = "reprorun.id";

    /** Said of parameters that were given to a training that never asks for them. */
    public static final String UNASKED = "given, but the training did not ask for ";

    private static final String PREFIX = "reprorun.";

    static final String PLACE = PREFIX + "place";
    static final String STARTER = PREFIX + "starter";

    private static final String SEED = PREFIX + "seed";
    private static final String THREADS = PREFIX + "threads";
    private static final String PROFILE = PREFIX + "profile";
    private static final String RUNS = PREFIX + "runs";
    private static final String KEY = PREFIX + "key";
    private static final String PARENT = PREFIX + "parent";
    private static final String PARAMETER = PREFIX + "parameter.";
    private static final String LABEL = PREFIX + "label.";
    private static final String STREAM = PREFIX + "stream.";

    /** How much of a property's name tells which was meant: {@code reprorun.param}, {@code reprorun.label}. */
    private static final int TELLING = 14;

    private static final String[] OF_NAMES = {PARAMETER, LABEL, STREAM};
    private static final String[] ALONE = {SEED, THREADS, PROFILE, RUNS, KEY, ID, PARENT, RESULT, PLACE, STARTER};

    /** Copies what it is given. */
    public GivenChoices {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        streams = Collections.unmodifiableSortedMap(new TreeMap<>(streams));
    }

    /**
     * The choices that this JVM was given.
     *
     * @throws UsageException if one is not what it has to be
     */
    public static GivenChoices ofThisJvm() {
        return of(System.getProperties());
    }

    /**
     * The choices among {@code properties}.
     *
     * @throws UsageException if one is not what it has to be
     */
    public static GivenChoices of(Properties properties) {
        SortedMap<String, String> parameters = new TreeMap<>();
        SortedMap<String, String> labels = new TreeMap<>();
        SortedMap<String, Long> streams = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            requireNotMisspelled(name);
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), properties.getProperty(name));
            } else if (name.startsWith(LABEL)) {
                labels.put(name.substring(LABEL.length()), properties.getProperty(name));
            } else if (name.startsWith(STREAM)) {
                streams.put(name.substring(STREAM.length()), stream(name, properties.getProperty(name)));
            }
        }
        String parent = properties.getProperty(PARENT);
        return new GivenChoices(
                seed(properties.getProperty(SEED)),
                threads(properties.getProperty(THREADS)),
                profile(properties.getProperty(PROFILE)),
                path(properties, RUNS),
                path(properties, KEY),
                id(properties.getProperty(ID)),
                result(properties),
                Optional.ofNullable(properties.getProperty(KnownDigests.PROPERTY)),
                path(properties, PLACE),
                path(properties, STARTER),
                parent == null ? Optional.empty() : Optional.of(Parent.parse(parent)),
                parameters,
                labels,
                streams);
    }

    /**
     * The file among {@code properties} to which the run appends how it ended, whatever the other choices are.
     *
     * @throws UsageException if it is no path
     */
    public static Optional<Path> result(Properties properties) {
        return path(properties, RESULT);
    }

    /** The folder in which the run directory is to be made, if that is not the program's choice. */
    public Optional<Path> folder() {
        return place.isPresent() ? place : runsDirectory;
    }

    /** These choices as system properties; paths in them are absolute. */
    public SortedMap<String, String> asProperties() {
        SortedMap<String, String> properties = new TreeMap<>();
        put(properties, SEED, seed);
        if (threads.isPresent()) {
            properties.put(THREADS, Integer.toString(threads.getAsInt()));
        }
        if (profile.isPresent()) {
            properties.put(PROFILE, profile.get().label());
        }
        put(properties, RUNS, runsDirectory);
        put(properties, KEY, signingKey);
        put(properties, ID, id);
        put(properties, RESULT, result);
        put(properties, KnownDigests.PROPERTY, digests);
        put(properties, PLACE, place);
        put(properties, STARTER, starter);
        put(properties, PARENT, parent);
        parameters.forEach((name, value) -> properties.put(PARAMETER + name, value));
        labels.forEach((name, value) -> properties.put(LABEL + name, value));
        streams.forEach((name, seed) -> properties.put(STREAM + name, Long.toString(seed)));
        return properties;
    }

    /** The properties that a pinned JVM is given for its one start, and that no manifest records. */
    public SortedMap<String, String> ofOneStart() {
        SortedMap<String, String> properties = new TreeMap<>();
        put(properties, RESULT, result);
        put(properties, KnownDigests.PROPERTY, digests);
        put(properties, PLACE, place);
        return properties;
    }

    /** Whether {@code option} of a JVM is of use for one start alone. */
    static boolean isOfOneStart(String option) {
        return option.startsWith("-D" + ID + "=")
                || option.startsWith("-D" + RESULT + "=")
                || option.startsWith("-D" + KnownDigests.PROPERTY + "=")
                || option.startsWith("-D" + PLACE + "=")
                || option.startsWith("-D" + STARTER + "=");
    }

    /** {@code options} of a JVM without those that are of use for one start alone. */
    public static List<String> withoutOneStart(List<String> options) {
        List<String> others = new ArrayList<>();
        for (String option : options) {
            if (!isOfOneStart(option)) {
                others.add(option);
            }
        }
        return others;
    }

    private static void put(SortedMap<String, String> properties, String name, Optional<?> value) {
        if (value.isPresent()) {
            Object given = value.get();
            properties.put(
                    name, given instanceof Path path ? path.toAbsolutePath().toString() : given.toString());
        }
    }

    /** A property that is nearly one of ours would be ignored without a word. */
    private static void requireNotMisspelled(String name) {
        for (String ours : OF_NAMES) {
            if (name.regionMatches(true, 0, ours, 0, TELLING) && !name.startsWith(ours)) {
                throw new UsageException("property " + name, "is none that is read; write -D" + ours + "NAME=VALUE");
            }
        }
        for (String ours : ALONE) {
            boolean isNearlyOurs = name.equalsIgnoreCase(ours)
                    || name.equalsIgnoreCase(ours + "s")
                    || ours.equalsIgnoreCase(name + "s");
            if (isNearlyOurs && !name.equals(ours)) {
                throw new UsageException("property " + name, "is none that is read; write -D" + ours + "=VALUE");
            }
        }
    }

    private static Optional<Seed> seed(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Seed(Long.parseLong(text)));
        } catch (NumberFormatException e) {
            throw new UsageException("-D" + SEED, "\"" + text + "\" is not a decimal number of 64 bits", e);
        }
    }

    private static long stream(String property, String text) {
        if (property.length() == STREAM.length()) {
            throw new UsageException("-D" + property, "names no stream");
        }
        try {
            return new Seed(Long.parseLong(text)).value();
        } catch (NumberFormatException e) {
            throw new UsageException("-D" + property, "\"" + text + "\" is not a decimal number of 64 bits", e);
        }
    }

    private static OptionalInt threads(@Nullable String text) {
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int threads = Integer.parseInt(text);
            if (threads >= 1) {
                return OptionalInt.of(threads);
            }
        } catch (NumberFormatException e) {
            throw new UsageException("-D" + THREADS, "\"" + text + "\" is not a number of threads", e);
        }
        throw new UsageException("-D" + THREADS, "at least 1 is needed, not " + text);
    }

    private static Optional<NumericsProfile> profile(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(NumericsProfile.labelled(text));
        } catch (IllegalArgumentException e) {
            throw new UsageException("-D" + PROFILE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<String> id(@Nullable String text) {
        if (text != null) {
            PlainName.require("-D" + ID, text);
        }
        return Optional.ofNullable(text);
    }

    private static Optional<Path> path(Properties properties, String name) {
        String text = properties.getProperty(name);
        if (text == null) {
            return Optional.empty();
        }
        if (text.isBlank()) {
            throw new UsageException("-D" + name, "names no path");
        }
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw new UsageException("-D" + name, "\"" + text + "\" is not a path", e);
        }
    }
}
