package io.github.reprorun.signing;

/**
 * A member of an envelope that this version does not know, and that no signature covers: kept, and otherwise ignored.
 * Immutable, hence safe to share between threads.
 *
 * @param name between its quotes, as it is written
 * @param value as it is written, with the line breaks and the indent of its place
 */
record UnknownMember(String name, String value) {
    /** This member on a line of its own, {@code indent} from the margin, without what ends the line before. */
    String text(String indent) {
        return indent + '"' + name + "\": " + value;
    }
}
