package io.github.reprorun.cli;

/** The exit statuses of the verbs. */
final class ExitStatus {
    static final int OK = 0;
    static final int REFUSED = 1;
    static final int DIFFERENT = 1;
    static final int USAGE = 2;
    static final int NOT_RERUNNABLE = 3;
    static final int TRAINING_FAILED = 4;

    /** Neither of those: a defect must not read as a verdict. As in sysexits.h, an internal software error. */
    static final int DEFECT = 70;

    private ExitStatus() {}
}
