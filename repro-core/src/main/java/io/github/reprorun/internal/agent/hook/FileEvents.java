package io.github.reprorun.internal.agent.hook;

import io.github.reprorun.internal.agent.jdk.JdkFiles;
import io.github.reprorun.internal.agent.place.TaskPlace;
import io.github.reprorun.internal.agent.relay.JdkBridge;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file operations of the program, as far as they go through the JDK: streams, {@code RandomAccessFile}, channels,
 * mapped memory, {@code Files.copy} and {@code Files.move}. It does not see native code, child processes, and names
 * relative to an open directory ({@code SecureDirectoryStream}). On Windows it sees the {@code java.io} classes only.
 * Safe for use by several threads.
 */
public final class FileEvents {
    private static final boolean MAC = isMac(System.getProperty("os.name", ""));
    private static final int ACCESS = 0x3;
    private static final int TRUNCATE = MAC ? 0x400 : 0x200;
    private static final int EXCLUSIVE = MAC ? 0x800 : 0x80;

    private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();
    private static volatile @Nullable FileObserver observer;

    private FileEvents() {}

    /**
     * Tells {@code next} of all file operations from now on, in place of an earlier observer; null ends this.
     *
     * @return whether the agent is active; without it nothing is reported
     */
    public static boolean observe(@Nullable FileObserver next) {
        boolean possible = MethodHooks.installForFiles();
        observer = next;
        return possible;
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
            case JdkBridge.FILE_RENAME -> {
                Object[] names = (Object[]) subject;
                to.renaming(names[0].toString(), names[1].toString());
            }
            case JdkBridge.FILE_DELETE -> to.deleting(subject.toString(), false);
            case JdkBridge.FILE_DELETE_AT_EXIT -> to.deleting(subject.toString(), true);
            case JdkBridge.EXIT -> to.exiting((Integer) subject);
            default -> {
                if ((what & ACCESS) == 0) {
                    to.reading(subject.toString());
                } else {
                    to.writing(subject.toString(), (what & (TRUNCATE | EXCLUSIVE)) == 0);
                }
            }
        }
    }

    private static boolean isMac(String system) {
        return system.toLowerCase(Locale.ROOT).startsWith("mac");
    }
}
