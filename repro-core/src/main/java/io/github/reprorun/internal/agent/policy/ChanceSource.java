package io.github.reprorun.internal.agent.policy;

import io.github.reprorun.evidence.Hazard.Treatment;

/**
 * The sources of chance that the agent knows, with their names in a manifest, its treatment of each, and its advice
 * to the user. Safe to share between threads.
 */
public enum ChanceSource {
    /** {@code new Random()}, also as the constructor of a subclass. */
    RANDOM("java.util.Random()", Treatment.SEEDED, "Pass a seed, such as run.random(name) gives."),
    /** {@code Math.random()} and {@code StrictMath.random()}. */
    MATH_RANDOM("java.lang.Math.random()", Treatment.SEEDED, "Use run.random(name).nextDouble()."),
    /** {@code Collections.shuffle(list)}. */
    SHUFFLE(
            "java.util.Collections.shuffle(List)",
            Treatment.SEEDED,
            "Pass a generator: shuffle(list, run.random(name))."),
    /** {@code ThreadLocalRandom.current()}. */
    THREAD_LOCAL_RANDOM(
            "java.util.concurrent.ThreadLocalRandom", Treatment.SEEDED, "Use a generator made by run.random(name)."),
    /** {@code new SplittableRandom()}. */
    SPLITTABLE_RANDOM("java.util.SplittableRandom()", Treatment.SEEDED, "Pass a seed, such as run.seed(name) gives."),
    /** {@code RandomGenerator.of}, {@code getDefault} and {@code RandomGeneratorFactory.create} without a seed. */
    RANDOM_GENERATOR(
            "java.util.random.RandomGenerator", Treatment.SEEDED, "Create it by its factory with run.seed(name)."),
    /** {@code UUID.randomUUID()}. */
    UUID(
            "java.util.UUID.randomUUID()",
            Treatment.SEEDED,
            "Make it from run.random(name), or keep it out of the result."),
    /** {@code SecureRandom} if the agent considers it a source of training data rather than of keys. */
    SECURE_RANDOM(
            "java.security.SecureRandom", Treatment.SEEDED, "Use run.random(name): training needs no secret numbers."),
    /** {@code SecureRandom} or a random UUID in code that may make keys: left alone. */
    SECRET(
            "java.security.SecureRandom (untouched)",
            Treatment.UNCONTROLLED,
            "Use run.random(name) or, if it makes no keys, have its class in the jar of main or in a folder of the"
                    + " class path."),
    /** A seed taken from the clock. */
    CLOCK("clock as seed", Treatment.SEEDED, "Use run.seed(name) instead of the time."),
    /** Iteration of {@code Set.of} and {@code Map.of}, which the JVM salts. */
    SET_OF(
            "java.util.Set.of/Map.of order",
            Treatment.PINNED,
            "Do not rely on the order; use a List or a LinkedHashMap."),
    /** The order of {@code File.list}, {@code Files.list} and their like. */
    DIRECTORY_ORDER("order of a directory", Treatment.PINNED, "Sort the names."),
    /** A zip entry that {@code ZipOutputStream} would date by the clock. */
    ZIP_TIME("time of a zip entry", Treatment.PINNED, "Give each ZipEntry a time of your own choice."),
    /** {@code System.identityHashCode} and maps that use it. */
    IDENTITY_HASH(
            "identity hash code",
            Treatment.PINNED,
            "It is the same on one JDK, on the threads of a pinned run, at best: do not rely on its order."),
    /** An unseeded generator requested in a thread whose place in the program depends on timing. */
    UNORDERED_THREAD(
            "generator in an unordered thread",
            Treatment.UNCONTROLLED,
            "Give the task a generator of its own, made before it is handed over."),
    /** A class the agent could not change. */
    NOT_INSTRUMENTED(
            "class not instrumented", Treatment.UNCONTROLLED, "Report it; sources of chance in this class go unseen.");

    private final String kind;
    private final Treatment treatment;
    private final String advice;

    ChanceSource(String kind, Treatment treatment, String advice) {
        this.kind = kind;
        this.treatment = treatment;
        this.advice = advice;
    }

    /** Its name in a manifest. */
    public String kind() {
        return kind;
    }

    /** How the agent treats it. */
    public Treatment treatment() {
        return treatment;
    }

    /** One sentence of advice to the user: the code to write instead. */
    public String advice() {
        return advice;
    }
}
