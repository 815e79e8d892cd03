package io.github.reprorun.compare;

/** The kind of thing that a difference is about: the causes first, then the effects. */
public enum Aspect {
    /** The program: its classes, jars, entry point, sources. */
    CODE(true),
    /** The inputs. */
    DATA(true),
    /** The parameters and arguments. */
    PARAMETERS(true),
    /** The root seed and the streams below it. */
    SEED(true),
    /** The JVM, the operating system, the machine. */
    ENVIRONMENT(true),
    /** Native libraries, kernels, thread counts. */
    NUMERICS(true),
    /** Sources of chance that were not held. */
    NONDETERMINISM(true),
    /** What was declared of the results beforehand; it decides no result, but which differences are allowed. */
    EXPECTATION(false),
    /** The run's labels, and the study or capsule that it belongs to. */
    LABEL(false),
    /** The form of the manifest: fields that this version does not know, and what its readers must understand. */
    FORMAT(false),
    /** What the run made: files, networks, its status. */
    OUTPUT(false),
    /** What the run measured. */
    METRIC(false),
    /** What the run cost; it never decides a verdict. */
    RESOURCE(false);

    private final boolean cause;

    Aspect(boolean cause) {
        this.cause = cause;
    }

    /** Whether a difference of this aspect can cause different results. */
    public boolean isCause() {
        return cause;
    }

    /** Whether a difference of this aspect means that the results are not the same. */
    public boolean isEffect() {
        return this == OUTPUT || this == METRIC;
    }
}
