package io.github.reprorun.internal.record;

import io.github.reprorun.internal.launch.LauncherWatch;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the JVM is being shut down during a run, and the reason. Safe for use by several threads. */
public final class StopRequest {
    private final Thread trainingThread = Thread.currentThread();
    private volatile boolean requested;
    private volatile boolean watched;
    private volatile @Nullable String given;

    /** Asks the training to stop at the next point from which it can be resumed. */
    public void request() {
        requested = true;
    }

    /** Called by the training, which shows by the call that it will stop. */
    boolean isRequested() {
        watched = true;
        return requested;
    }

    /**
     * Whether the training watches for a request and can still reach such a point; it cannot if its own thread ends the
     * JVM.
     */
    public boolean canBeMet() {
        return watched
                && trainingThread.isAlive()
                && exitFrame(trainingThread.getStackTrace()).isEmpty();
    }

    /** Ends this JVM for {@code reason}; does not return. The shutdown hook records the run. */
    void end(String reason) {
        given = reason;
        System.exit(0);
    }

    /**
     * The reason why this JVM ends: the one given to {@link #end}, the end of its launcher, a signal, or a call of {@code
     * System.exit}. For shutdown hooks.
     */
    public String reason() {
        String told = given;
        if (told != null) {
            return told;
        }
        if (LauncherWatch.isLauncherGone()) {
            return "the process that launched it is gone";
        }
        String reason = "the JVM was shut down";
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            String name = thread.getKey().getName();
            if (name.startsWith("SIG") && name.endsWith(" handler")) {
                return name.substring(0, name.length() - " handler".length());
            }
            Optional<StackTraceElement> caller = exitFrame(thread.getValue());
            if (caller.isPresent()) {
                reason = "System.exit at " + place(caller.get());
            }
        }
        return reason;
    }

    /** As in a stack trace, without the names of class loader and module. */
    private static String place(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }

    /** The frame that called {@code System.exit} or {@code Runtime.exit}, if a stack has one. */
    private static Optional<StackTraceElement> exitFrame(StackTraceElement[] stack) {
        Optional<StackTraceElement> caller = Optional.empty();
        for (int i = 0; i + 1 < stack.length; i++) {
            String className = stack[i].getClassName();
            boolean exit = stack[i].getMethodName().equals("exit")
                    && (className.equals("java.lang.System") || className.equals("java.lang.Runtime"));
            if (exit) {
                caller = Optional.of(stack[i + 1]);
            }
        }
        return caller;
    }
}
