package io.github.reprorun.dl4j.internal.listener;

import java.nio.file.Path;

/**
 * The folders that a run may lie in elsewhere when it is resumed. Texts and paths below them are saved without them.
 * Immutable, hence safe to share between threads.
 *
 * @param run the run directory, absolute
 * @param work the working directory, absolute
 */
record Places(String run, String work) {
    private static final char MARK = '\0';
    private static final String IN_RUN = MARK + "r";
    private static final String IN_WORK = MARK + "w";
    private static final String PLAIN = MARK + "p";

    static Places of(Path runDirectory) {
        return new Places(
                runDirectory.toAbsolutePath().toString(),
                Path.of("").toAbsolutePath().toString());
    }

    /** {@code text} as it is saved. */
    String saved(String text) {
        if (isBelow(run, text)) {
            return IN_RUN + text.substring(run.length());
        } else if (isBelow(work, text)) {
            return IN_WORK + text.substring(work.length());
        }
        return text.indexOf(MARK) == 0 ? PLAIN + text : text;
    }

    /** The text that was {@code saved}, here. */
    String here(String saved) {
        if (saved.startsWith(IN_RUN)) {
            return run + saved.substring(IN_RUN.length());
        } else if (saved.startsWith(IN_WORK)) {
            return work + saved.substring(IN_WORK.length());
        }
        return saved.startsWith(PLAIN) ? saved.substring(PLAIN.length()) : saved;
    }

    private static boolean isBelow(String folder, String text) {
        return text.startsWith(folder)
                && (text.length() == folder.length() || "/\\".indexOf(text.charAt(folder.length())) >= 0);
    }
}
