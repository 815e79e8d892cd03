package io.github.reprorun.signing;

/**
 * Bytes that are not what they should be; the caller that knows which file they came from turns it into a failure that
 * names it.
 */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** {@code problem} completes a sentence whose subject is the file, as in "is empty". */
    MalformedException(String problem) {
        super(problem);
    }

    /** What is wrong, as a predicate. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
