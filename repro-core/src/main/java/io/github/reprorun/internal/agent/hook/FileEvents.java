package io.github.reprorun.internal.agent.hook;

import io.github.reprorun.internal.agent.jdk.JdkFiles;
import io.github.reprorun.internal.agent.place.TaskPlace;
import io.github.reprorun.internal.agent.relay.JdkBridge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file operations of the program, and its dealings with variables, processes and connections, as far as they go through the JDK: streams, {@code RandomAccessFile}, channels,
 * mapped memory, {@code Files.copy} and {@code Files.move}. It does not see native code and child processes. It sees
 * names relative to an open directory ({@code SecureDirectoryStream}) on Linux, and on Windows the {@code java.io}
 * classes only. Safe for use by several threads.
 */
public final class FileEvents {
    private static final boolean MAC = isMac(System.getProperty("os.name", ""));
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final int ACCESS = 0x3;
    private static final int TRUNCATE = MAC ? 0x400 : 0x200;
    private static final int EXCLUSIVE = MAC ? 0x800 : 0x80;

    private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();
    private static volatile @Nullable FileObserver observer;

    private FileEvents() {}

    /**
     * Tells {@code next} of all that the program does from now on.
     *
     * @return whether it is told: not without the agent, and not as long as another observer is
     */
    public static synchronized boolean begin(FileObserver next) {
        if (observer != null || !MethodHooks.installForFiles()) {
            return false;
        }
        observer = next;
        return true;
    }

    /** Tells {@code former} of nothing more; does nothing if it is not told. */
    public static synchronized void end(FileObserver former) {
        if (observer == former) {
            observer = null;
        }
    }

    /**
     * Has the JDK's classes that report file operations rewritten together with its others, since each further round
     * takes milliseconds. The call has already loaded this class, which must come first because loading it opens files.
     */
    public static void expect() {
        JdkFiles.want();
    }

    /**
     * Passes a file operation to the observer, if there is one.
     *
     * @param what one of {@link JdkBridge}'s constants, or for a channel {@link JdkBridge#FILE_OPEN} and the system's
     *     flags
     */
    public static void accept(Object subject, int what) {
        FileObserver current = observer;
        if (current == null || BUSY.get() != null || TaskPlace.isApart()) {
            return;
        }
        BUSY.set(Boolean.TRUE);
        try {
            tell(current, subject, what);
        } finally {
            BUSY.remove();
        }
    }

    private static void tell(FileObserver to, Object subject, int what) {
        switch (what) {
            case JdkBridge.FILE_READ -> to.reading(subject.toString());
            case JdkBridge.FILE_WRITE -> to.writing(subject.toString(), false);
            case JdkBridge.FILE_UPDATE -> to.writing(subject.toString(), true);
            case JdkBridge.FILE_CREATE -> to.creating(subject.toString());
            case JdkBridge.FILE_RENAME -> renamed(to, (Object[]) subject);
            case JdkBridge.FILE_DELETE -> to.deleting(subject.toString(), false);
            case JdkBridge.FILE_DELETE_AT_EXIT -> to.deleting(subject.toString(), true);
            case JdkBridge.VARIABLE -> to.asking(subject.toString());
            case JdkBridge.PROCESS -> to.starting(((ProcessBuilder) subject).command());
            case JdkBridge.CONNECTION -> to.connecting(peer(subject));
            case JdkBridge.LISTENING -> to.listening(subject.toString());
            case JdkBridge.EXIT -> to.exiting((Integer) subject);
            default -> {
                String path = (what & JdkBridge.AT_DIRECTORY) == 0
                        ? subject.toString()
                        : inDirectory(to, ((Object[]) subject)[0], ((Object[]) subject)[1]);
                if (path != null) {
                    opened(to, path, what);
                }
            }
        }
    }

    /** The other end without its port, which differs from run to run where a system chooses it. */
    private static String peer(Object subject) {
        if (subject instanceof InetSocketAddress address) {
            return address.getHostString();
        }
        return subject instanceof SocketAddress ? subject.toString() : "whoever sends datagrams";
    }

    private static void opened(FileObserver to, String path, int flags) {
        if ((flags & EXCLUSIVE) != 0) {
            to.creating(path);
        } else if ((flags & ACCESS) == 0) {
            to.reading(path);
        } else {
            to.writing(path, (flags & TRUNCATE) == 0);
        }
    }

    private static void renamed(FileObserver to, Object[] names) {
        boolean atDirectories = names.length > 2;
        String from = atDirectories ? inDirectory(to, names[0], names[1]) : names[0].toString();
        String into = atDirectories ? inDirectory(to, names[2], names[3]) : names[1].toString();
        if (from != null && into != null) {
            to.renaming(from, into);
        }
    }

    /** The path of a file in a directory that is open, as proc(5) tells it; null on a system without that. */
    private static @Nullable String inDirectory(FileObserver to, Object directory, Object bytes) {
        String name = new String((byte[]) bytes, FILE_NAMES);
        try {
            Path open = Path.of("/proc/self/fd", directory.toString()).toRealPath();
            return open.resolve(name).toString();
        } catch (IOException unknown) {
            to.untraceable(name);
            return null;
        }
    }

    private static boolean isMac(String system) {
        return system.toLowerCase(Locale.ROOT).startsWith("mac");
    }
}
