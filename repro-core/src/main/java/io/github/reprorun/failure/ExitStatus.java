package io.github.reprorun.failure;

/**
 * The exit statuses of the verbs of the command line and of launched runs. A status names a group of endings: a script that
 * needs to know more reads the manifest or the JSON document. Stateless, hence safe for use by several threads.
 */
public final class ExitStatus {
    /** All went well: verified, reproduced, within tolerance, the same. */
    public static final int OK = 0;

    /** Verification refused a file, a key or a signature. */
    public static final int REFUSED = 1;

    /** Two runs differ, or diverged. */
    public static final int DIFFERENT = 1;

    /**
     * A launched run failed because of an exception in the training, as any program does, an input that changed during
     * the run or, in a strict run, a source of chance that could not be held.
     */
    public static final int FAILED = 1;

    /** Refused for what was given: usage, unreadable input, unwritable place. */
    public static final int USAGE = 2;

    /** There is nothing by which to tell whether a run reproduced. */
    public static final int UNVERIFIABLE = 3;

    /** A run cannot be started again from its manifest. */
    public static final int NOT_RERUNNABLE = 3;

    /** A launched run was refused because this machine cannot give the numerics that it is to have. */
    public static final int UNSUPPORTED = 3;

    /** The training that was run again failed. */
    public static final int TRAINING_FAILED = 4;

    /** A launched run trained to the end and its results are not what it had declared. */
    public static final int BROKEN_EXPECTATION = 5;

    /** None of these: a defect must not read as a verdict. As in sysexits.h, an internal software error. */
    public static final int DEFECT = 70;

    private ExitStatus() {}
}
