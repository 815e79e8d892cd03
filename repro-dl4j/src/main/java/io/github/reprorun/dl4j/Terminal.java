package io.github.reprorun.dl4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether someone may be looking at this process's standard error. Stateless. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    static boolean isStandardError() {
        if (!Files.isSymbolicLink(STANDARD_ERROR)) {
            return isConsole();
        }
        try {
            return isTerminalDevice(Files.readSymbolicLink(STANDARD_ERROR).toString());
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isTerminalDevice(String path) {
        return path.startsWith("/dev/pts/") || path.startsWith("/dev/tty") || path.equals("/dev/console");
    }

    /** Since JDK 22 there is a console without a terminal too, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isConsole() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
