package io.github.reprorun.internal.agent.hook;

/**
 * Is told of what the program does with files, before it is done and on the program's thread. What is said may fail to
 * happen. A path is as the program gave it. What an observer does with files itself is not told. Called by several threads;
 * must throw nothing.
 */
public interface FileObserver {
    /** A file is opened to be read. */
    void reading(String path);

    /**
     * A file is opened to be written, and made if need be.
     *
     * @param keeping whether what it held stays, to be read, overwritten in part or appended to
     */
    void writing(String path, boolean keeping);

    /** A file or folder gets another name, which may be another's until now. */
    void renaming(String from, String to);

    /** A file or folder is deleted, now or, if {@code atExit}, when the JVM ends. */
    void deleting(String path, boolean atExit);

    /** The JVM is asked to end with {@code status}. */
    void exiting(int status);
}
