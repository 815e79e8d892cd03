package io.github.reprorun.internal.agent.hook;

import java.util.List;

/**
 * Receives the program's file operations and its other dealings with the world around the JVM, each before it happens and on the program's thread; the operation may still
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

    /** The program makes a file; if there is one of that name, this fails and changes nothing. */
    void creating(String path);

    /** The program renames a file or folder, perhaps to a name that belonged to a different one until now. */
    void renaming(String from, String to);

    /** The program deletes a file or folder, now or, if {@code atExit}, when the JVM ends. */
    void deleting(String path, boolean atExit);

    /** The program opens or renames the file {@code name} in an open directory whose path is not known. */
    void untraceable(String name);

    /** The program asks for a variable of the environment, or for all if {@code name} is empty. */
    void asking(String name);

    /** The program starts a process with {@code command}; it may be empty. */
    void starting(List<String> command);

    /** The program connects to the host, or the file, {@code peer}. */
    void connecting(String peer);

    /** The program lets others connect to {@code socket}. */
    void listening(String socket);

    /** The program asks the JVM to end with {@code status}. */
    void exiting(int status);
}
