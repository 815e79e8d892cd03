package io.github.reprorun.internal.agent.hook;

/**
 * Receives the program's file operations, each before it happens and on the program's thread; the operation may still
 * fail. A path is as the program gave it. The agent does not report an observer's own file operations. Called by
 * several threads; must throw nothing.
 */
public interface FileObserver {
    /** The program opens a file to read it. */
    void reading(String path);

    /**
     * The program opens a file to write it, and creates it if necessary.
     *
     * @param keeping whether the file keeps its content, to be read, overwritten in part or appended to
     */
    void writing(String path, boolean keeping);

    /** The program renames a file or folder, perhaps to a name that belonged to a different one until now. */
    void renaming(String from, String to);

    /** The program deletes a file or folder, now or, if {@code atExit}, when the JVM ends. */
    void deleting(String path, boolean atExit);

    /** The program asks the JVM to end with {@code status}. */
    void exiting(int status);
}
